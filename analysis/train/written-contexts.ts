// Contexts that we wrote ourselves, because no open corpus labels mentions: each line holds `%`, where names and addresses of the reserved
// ranges are put. The names say nothing; what the model learns is the context.

/** Lines in which an indicator is meant. */
export const meant = [
  '# Indicators of Compromise\n\n- %\n',
  '== IoCs ==\n\n|===\n| % | 2025-05-21 | C2 server\n|===\n',
  '| Indicator | Type |\n|---|---|\n| % | network |\n',
  'C&C servers:\n%\n',
  'Domains\n%\n',
  'IP addresses\n%\n',
  'Network indicators\n\n* `%`\n',
  'The sample contacted % every ten minutes.',
  'The backdoor communicates with its C2 server at %.',
  'Observed % in traffic.',
  'indicator: %',
  'C2: %',
  'It downloads the second stage from %.',
  'The payload is hosted on % and was seen by us in May.',
  'Le serveur %, observé en Belgique',
  'Der Server „%“ wurde gesperrt.',
  'Сервер % було заблоковано.',
  '<tr><td>%</td><td>C2</td></tr>',
  '%',
  '"%",',
  '(%)',
  'first seen,value\n2025-05-21\t%\tloader\n',
  'Phishing mails were sent from %.',
  'Victims were redirected to %, which asked for their password.',
  'The malware resolves % and connects to it.',
  'The host % served the exploit.',
];

/** Lines in which the same is said in passing. */
export const mentioned = [
  '# References\n\n- %\n',
  '== References\n\n[1] %\n',
  'Sources:\n1. An analysis of the campaign, %\n',
  'Further reading\n\n* %\n',
  'Read more in our blog post: %',
  'More information is available at %.',
  'The analysis was published on % last year.',
  'An advisory of the vendor is available at %',
  'See % for details.',
  'According to %, the group is active since 2019.',
  'The tool can be downloaded from its repository, see %.',
  'For questions visit % or write to us.',
  'For any inquiries contact us at %.',
  'An analysis is available in [our report](%).',
  'A technical description is available as a %[blog post].',
  '<a href="%">our article</a>',
  'Contact\n\n%\n',
  '## About us\n\nWe publish research at %.\n',
];

/** What has the form of an indicator and is something else. */
export const other = [
  'OpenSSL 10.1.1.1 was installed.',
  'See section 10.2.1.4 of the report.',
  'Version 10.0.19.3 of the driver fixes this.',
  'Update to Windows 10.0.19.34.',
  'The file evidence.zip was attached.',
  'README.md explains how to build it.',
  'main.py is started by run.sh.',
  'The dropper writes update.py and install.sh to the disk.',
  'The archive report.zip holds a file invoice.mov.',
  'The app com.example.app asks for permissions.',
  'It was found by a researcher.In May it returned.',
  '| com.example.app | `photo.zip` | Android/Spy |',
  '| 01 | `loader.py` | Python/Agent |',
];

/** Values of reserved names and ranges, plain and defused. */
export const values = {
  plain: [
    '198.51.100.7',
    '2001:db8::7',
    'c2.example.org',
    'login-portal.example.net',
    'https://c2.example.com/gate.php',
    'http://198.51.100.9:8080/a',
    'ops@mail.example.org',
  ],
  defused: [
    '198.51.100[.]7',
    'c2.example[.]org',
    'login-portal[.]example[.]net',
    'hxxps://c2.example[.]com/gate.php',
    'hxxp://198.51.100.9:8080/a',
    'ops[@]mail.example[.]org',
  ],
};
