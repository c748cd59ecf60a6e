interface Props {
  readonly id: string | null;
  readonly text: string;
  readonly open: (id: string) => void;
  readonly opened: string | null;
}

/** A name, which opens the evidence of what it names where that is a node or line. */
export const Opens = ({ id, text, open, opened }: Props) =>
  id ? (
    <button type="button" class="link" aria-pressed={opened === id} onClick={() => open(id)}>
      <bdi>{text}</bdi>
    </button>
  ) : (
    <bdi>{text}</bdi>
  );
