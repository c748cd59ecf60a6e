import type { Item } from './outline';

export const Items = ({ items }: { items: readonly Item[] }) => (
  <ul class="outline">
    {items.map(({ text, items: under }, i) => (
      <li key={i}>
        <bdi>{text}</bdi>
        {under.length > 0 && <Items items={under} />}
      </li>
    ))}
  </ul>
);
