export { type ChainLink, chainHash, chainStart, firstBrokenLink } from './chain.ts';
