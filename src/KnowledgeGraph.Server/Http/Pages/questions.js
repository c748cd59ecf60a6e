const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const questions = [...document.querySelectorAll('li')].map((item) => ({ item, text: plain(`${item.id} ${item.querySelector('.about').textContent}`) }));
const field = document.querySelector('input');
const told = document.querySelector('[role=status]');

// Questions that have all the words. Without a script all are there, and nothing to search with.
const filter = () => {
  const words = plain(field.value).split(/\s+/);
  let count = 0;
  for (const { item, text } of questions) {
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) count++;
  }
  for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('li:not([hidden])');
  told.textContent = count === 0 ? 'No question has these words.' : count === questions.length ? `${count} questions` : `${count} of ${questions.length} questions`;
};
field.addEventListener('input', filter);
field.closest('label').hidden = false;
// The browser may have kept what was typed.
filter();

document.addEventListener('click', async ({ target }) => {
  if (target.localName !== 'button') return;
  const item = target.closest('li');
  const text = item.querySelector('pre');
  // A page that is not served securely has no clipboard but the older way.
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text.textContent);
  } else {
    item.querySelector('details').open = true;
    getSelection().selectAllChildren(text);
    document.execCommand('copy');
  }
  target.textContent = 'Copied';
});
