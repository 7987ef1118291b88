/** Reads what a Markdown text links to, and what can be linked to in it, as GitHub shows it. */

const FENCED = /^ *(`{3,}|~{3,}).*?^ *\1[`~]*[ \t]*$/gms;

/** What is neither shown as code in lines of its own, nor in a line. */
const proseOf = (text: string): string => text.replaceAll(FENCED, '').replaceAll(/`+[^`\n]*`+/g, '');

/** Targets of links and pictures: inline, by reference, or as HTML. */
export function targetsOf(text: string): string[] {
  const links = /\]\(<?([^)\s>]+)[^)]*\)|^ {0,3}\[[^\]]+\]:\s*(\S+)|\b(?:href|src)="([^"]+)"/gm;
  return [...proseOf(text).matchAll(links)].map(([, inline, reference, html]) =>
    String(inline ?? reference ?? html),
  );
}

/** The anchors of a text's headings. A second heading of the same words gets `-1`, and so on. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of text
    .replaceAll(FENCED, '')
    .matchAll(/^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$/gm)) {
    const slug = slugOf(heading);
    let anchor = slug;
    for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** GitHub's rule: what is shown, in lower case, letters, digits, `-` and `_` alone, and `-` for each space. */
const slugOf = (heading: string): string =>
  heading
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
