export { type ChainLink, canonicalJson, chainHash, chainStart, firstBrokenLink } from './chain.ts';
