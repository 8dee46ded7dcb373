import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** A place in the file and what is wrong there. `path` is dotted, `line` counts from 1. */
export type ImportProblem = { path: string; line: number; message: string };

/** Reads values out of a YAML file and collects a problem, with its line, for each that is not as it must be. */
export class YamlReader {
  readonly problems: ImportProblem[] = [];
  readonly #lines = new LineCounter();
  readonly root: YAMLMap | null;

  constructor(text: string) {
    const document = parseDocument(text, { lineCounter: this.#lines, uniqueKeys: true });
    for (const error of document.errors) {
      const line = error.linePos?.[0].line ?? 1;
      this.problems.push({ path: '', line, message: `This is not valid YAML: ${error.message.split('\n', 1)[0]}` });
    }
    this.root = isMap(document.contents) ? document.contents : null;
    if (!this.root && this.problems.length === 0) this.problem('', null, 'The file is not a YAML mapping.');
  }

  problem(path: string, node: unknown, message: string): null {
    const offset = (node as Node | null | undefined)?.range?.[0];
    this.problems.push({ path, line: offset === undefined ? 1 : this.#lines.linePos(offset).line, message });
    return null;
  }

  lineOf(node: unknown): number {
    const offset = (node as Node | null | undefined)?.range?.[0];
    return offset === undefined ? 1 : this.#lines.linePos(offset).line;
  }

  map(parent: YAMLMap, key: string, path: string): YAMLMap | null {
    const node = parent.get(key, true);
    if (node === undefined) return null;
    return isMap(node) ? node : this.problem(path, node, 'This must be a mapping.');
  }

  /** The text of a scalar; null when absent. Numbers and booleans are taken as they were written. */
  text(parent: YAMLMap, key: string, path: string): string | null {
    const node: unknown = parent.get(key, true);
    if (node === undefined) return null;
    if (!isScalar(node)) return this.problem(path, node, 'This must be a text.');
    if (node.value === null) return null;
    return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  }

  required(parent: YAMLMap, key: string, path: string): string | null {
    const text = this.text(parent, key, path);
    if (text !== null && text !== '') return text;
    if (text === null && parent.has(key) && !isScalar(parent.get(key, true))) return null;
    return this.problem(path, parent.get(key, true) ?? parent, `${key} is required.`);
  }

  texts(parent: YAMLMap, key: string, path: string): string[] {
    const node: unknown = parent.get(key, true);
    if (node === undefined) return [];
    if (!isSeq(node)) {
      this.problem(path, node, 'This must be a list.');
      return [];
    }
    return node.items.flatMap((item, index) => {
      if (isScalar(item) && typeof item.value === 'string' && item.value !== '') return [item.value];
      this.problem(`${path}.${index}`, item, 'This must be a text.');
      return [];
    });
  }

  /** The entries of a mapping with text keys. */
  entries(map: YAMLMap): { key: string; value: unknown; node: unknown }[] {
    return map.items.map(({ key, value }) => ({ key: isScalar(key) ? String(key.value) : '', value, node: key }));
  }
}
