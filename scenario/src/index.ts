export { createBackground } from './story/background.ts';
export { createCampaign, campaignChunks, campaignSeconds } from './story/campaign.ts';
export { dayChunk, weeklyFiles, type Chunk, type Telling } from './story/chunks.ts';
export { castOf, campaignFamily } from './story/organisations.ts';
export { storySources } from './story/sources.ts';
export { play, type PlayOptions } from './player/play.ts';
