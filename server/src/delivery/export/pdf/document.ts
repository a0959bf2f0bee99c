import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isList, isObject, nameOf, printJson, type JsonObject, type JsonValue } from '@tocsin/stix';
import PdfDocument from 'pdfkit';
import { levelOfAll, markingName, markingsOf, tlpLabel, type Marked } from '../marked.ts';
import { textForFont, type Glyphs } from './text-for-font.ts';

export interface PdfFacts {
  readonly objects: readonly Marked[];
  readonly definitions: ReadonlyMap<string, JsonObject>;
  /** Name of the org that it is made for. */
  readonly recipient: string;
  readonly at: Date;
}

const fontFile = (name: string): string => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
const margin = 56;
/** What the heading of an object already says, and what is for machines alone. */
const unprinted = new Set([
  'type',
  'id',
  'spec_version',
  'object_marking_refs',
  'granular_markings',
  'name',
  'extensions',
]);

/**
 * Objects as a PDF: tagged for screen readers, fonts embedded, the strictest TLP of all of it at the head and foot of every page, and
 * each object under its own markings.
 */
export async function pdfOf({ objects, definitions, recipient, at }: PdfFacts): Promise<Buffer> {
  const label = tlpLabel(levelOfAll(objects));
  const title = `${label} Intelligence for ${recipient}`;
  const doc = new PdfDocument({
    size: 'A4',
    margins: { top: margin + 12, bottom: margin + 12, left: margin, right: margin },
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: 'en',
    info: { Title: title, Subject: label, Keywords: label, Creator: 'Tocsin', Producer: 'Tocsin', CreationDate: at },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  doc.registerFont('plain', fontFile('DejaVuSans')).registerFont('bold', fontFile('DejaVuSans-Bold'));
  doc.font('plain');
  const glyphs = (doc as unknown as { _font: { font: Glyphs } })._font.font;
  const root = doc.struct('Document');
  doc.addStructure(root);
  const write = (tag: string, font: 'plain' | 'bold', size: number, text: string, gap = 0.3): void => {
    root.add(
      doc.struct(tag, {}, () => {
        doc.font(font).fontSize(size).text(textForFont(text, glyphs)).moveDown(gap);
      }),
    );
  };

  write('H1', 'bold', 18, title);
  write('P', 'plain', 9, `${objects.length} objects, made ${at.toISOString()} for ${recipient}.`);
  write('P', 'plain', 9, `${label}: ${meaning[label] ?? ''} https://www.first.org/tlp/`, 1);
  for (const object of objects) {
    const { value, entry } = object;
    if (doc.y > doc.page.height - 3 * margin) doc.addPage();
    write('H2', 'bold', 12, nameOf(value));
    const names = new Set([
      tlpLabel(object.level),
      ...markingsOf(object).map((id) => markingName(id, definitions.get(id))),
    ]);
    write('P', 'bold', 9, [...names].join(', '));
    write('P', 'plain', 9, `${entry.type}, version ${entry.version}\n${entry.id}`);
    for (const [property, content] of Object.entries(value))
      if (!unprinted.has(property)) write('P', 'plain', 9, `${property.replaceAll('_', ' ')}: ${words(content)}`, 0.15);
    doc.moveDown(1);
    // Setting type is slow: others are served between two objects.
    await setImmediate();
  }
  if (objects.length === 0)
    write('P', 'plain', 10, 'There is nothing to show: it was taken back, or is not for this organisation.');
  root.end();
  markPages(doc, label);
  doc.end();
  await done;
  return Buffer.concat(chunks);
}

const meaning: Readonly<Record<string, string>> = {
  'TLP:CLEAR': 'may go to everyone.',
  'TLP:GREEN': 'may go to the community, and not to the public.',
  'TLP:AMBER': 'may go to those who need to know it in the organisation and its clients.',
  'TLP:AMBER+STRICT': 'may go to those who need to know it in the organisation alone.',
};

function words(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (isList(value))
    return value.every((item) => typeof item === 'string')
      ? value.join(', ')
      : value.map((item) => (isObject(item) ? words(item) : printJson(item))).join('; ');
  if (isObject(value))
    return Object.entries(value)
      .map(([key, part]) => `${key} ${words(part)}`)
      .join(', ');
  return printJson(value);
}

/** Head and foot of every page: they belong to the pages, not to what is read aloud. */
function markPages(doc: PDFKit.PDFDocument, label: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const { width, height, margins } = doc.page;
    // Text below the bottom margin would begin a page of its own.
    const bottom = margins.bottom;
    margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('bold').fontSize(10);
    doc.text(label, margin, margin / 2, { width: width - 2 * margin, align: 'right', lineBreak: false });
    doc.text(label, margin, height - margin / 2 - 10, { width: width - 2 * margin, align: 'right', lineBreak: false });
    doc.font('plain').fontSize(8);
    doc.text(`${page - start + 1} / ${count}`, margin, height - margin / 2 - 10, { lineBreak: false });
    doc.endMarkedContent();
    margins.bottom = bottom;
  }
}
