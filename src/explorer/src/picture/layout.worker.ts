import { place, type Plan } from './place';

onmessage = ({ data: { number, plan } }: MessageEvent<{ number: number; plan: Plan }>) => {
  postMessage({ number, places: place(plan) });
};
