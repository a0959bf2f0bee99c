import { describe, expect, it } from 'vitest';
import { acceptsTaxii, isTaxiiContent } from './media-type.ts';

describe('Accept', () => {
  it.each([
    undefined,
    '',
    '*/*',
    'application/*',
    'application/taxii+json',
    'application/taxii+json;version=2.1',
    'application/taxii+json; version=2.1',
    ' Application/TAXII+JSON ; Version = "2.1" ; q=0.5',
    'text/html, application/xhtml+xml, */*;q=0.8',
    'application/json;q=0.9,application/taxii+json;version=2.1;q=0.1',
    'application/taxii+json;version=2.0, application/taxii+json;version=2.1',
    'application/taxii+json;version=2.0, */*;q=0.1',
    'text/plain;note="a,b;c", application/taxii+json',
    'application/taxii+json;charset=utf-8;version=2.1',
  ])('%s is answered', (header) => {
    expect(acceptsTaxii(header)).toBe(true);
  });

  it.each([
    'text/html',
    'application/json',
    'application/xml, text/*',
    'application/taxii+json;version=2.0',
    'application/vnd.oasis.taxii+json; version=2.0',
    'application/taxii+json;version=3.0',
    'application/taxii+json;q=0',
    '*/*;q=0',
    'application/taxii+json;version=2.1;q=0, */*',
    'application/taxii+xml',
    'nonsense',
  ])('%s is not', (header) => {
    expect(acceptsTaxii(header)).toBe(false);
  });
});

describe('Content-Type', () => {
  it.each([
    'application/taxii+json',
    'application/taxii+json;version=2.1',
    'application/taxii+json; version=2.1',
    'Application/Taxii+Json;VERSION="2.1"',
    'application/taxii+json; charset=utf-8',
  ])('%s is taken', (header) => {
    expect(isTaxiiContent(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'application/taxii+json;version=2.0',
    'application/vnd.oasis.stix+json; version=2.0',
    'application/stix+json;version=2.1',
    'text/plain',
    'application/taxii+json, application/json',
  ])('%s is not', (header) => {
    expect(isTaxiiContent(header)).toBe(false);
  });
});
