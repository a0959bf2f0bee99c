import fc from 'fast-check';

/**
 * Property tests try the same cases each time, so that a run says something about the change and not about luck; set
 * TEST_SEED to another number, or to `random`, to look further. A failure prints the seed that it was found with.
 */
const given = process.env['TEST_SEED'];
if (given !== 'random') fc.configureGlobal({ seed: Number(given ?? 20_250_604) });
