// Creates elements from text only: data are never parsed as HTML.

type Child = Node | string | number | undefined | false;
type Attributes = Record<string, string | number | boolean | undefined | ((event: Event) => void)>;

/** An element with attributes and children; attributes that are functions become listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (child === undefined || child === false) continue;
    element.append(typeof child === 'object' ? child : String(child));
  }
  return element;
}

/** A text from the data, isolated because it may be written from right to left. */
export const isolated = (text: string) => h('bdi', {}, text);

/** A link if the text is a web address; otherwise the text. */
export function linked(text: string): Node {
  let address: URL | undefined;
  try {
    address = new URL(text);
  } catch {
    address = undefined;
  }
  const isOfTheWeb = address?.protocol === 'http:' || address?.protocol === 'https:';
  return isOfTheWeb
    ? h('a', { href: address!.href, rel: 'noreferrer', target: '_blank' }, isolated(text))
    : isolated(text);
}
