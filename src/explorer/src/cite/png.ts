import type { Theme } from '../picture/marks';
import { wrap } from './wrap';

const signatureLength = 8;
const fontSize = 24;
const lineHeight = 32;
const margin = 24;

/** Writes lines of text under a picture, the first of them bold. */
export async function withCaption(png: Blob, lines: readonly string[], theme: Theme): Promise<Blob> {
  const image = await createImageBitmap(png);
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const font = (i: number) => `${i === 0 ? 'bold ' : ''}${fontSize}px system-ui, sans-serif`;
  canvas.width = Math.max(image.width, 900);
  const wrapped = lines.flatMap((line, i) => {
    context.font = font(i);
    return wrap(line, canvas.width - 2 * margin, (text) => context.measureText(text).width).map((text) => ({ text, font: font(i) }));
  });
  canvas.height = image.height + wrapped.length * lineHeight + 2 * margin;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, Math.round((canvas.width - image.width) / 2), 0);
  context.fillStyle = theme.ink;
  context.textBaseline = 'top';
  wrapped.forEach(({ text, font }, i) => {
    context.font = font;
    context.fillText(text, margin, image.height + margin + i * lineHeight);
  });
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('The picture is too large.'))), 'image/png'),
  );
}

/** Adds texts to a PNG as chunks of type iTXt (PNG, 11.3.3.4), after its header. */
export async function withTexts(png: Blob, texts: Readonly<Record<string, string>>): Promise<Blob> {
  const bytes = new Uint8Array(await png.arrayBuffer());
  const headerEnd = signatureLength + 12 + new DataView(bytes.buffer).getUint32(signatureLength);
  const chunks = Object.entries(texts).map(([keyword, text]) =>
    // Keyword, not compressed, no language, no translated keyword.
    chunk('iTXt', new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`)),
  );
  return new Blob([bytes.slice(0, headerEnd), ...chunks, bytes.slice(headerEnd)], { type: 'image/png' });
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** CRC-32 as PNG has it (annex D). */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
