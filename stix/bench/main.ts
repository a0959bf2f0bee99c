// Objects per second on one thread: `npm run bench -- stix [--seconds N]`. The last line is JSON.
import { benchStix } from './objects.ts';

console.log(JSON.stringify(await benchStix(process.argv.slice(2))));
