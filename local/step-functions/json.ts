/** A JSON value: what states, variables and expressions exchange. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** 256 KiB of UTF-8: the most a state's input, output or task result may weigh. Source: Step Functions developer guide, "Service quotas". */
export const PAYLOAD_LIMIT_BYTES = 262_144;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name JSONata's `$type` gives a JSON value. */
export function typeName(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : 'object';
}

export function exceedsPayloadLimit(value: Json): boolean {
  return Buffer.byteLength(JSON.stringify(value)) > PAYLOAD_LIMIT_BYTES;
}

/** Parses JSON text; undefined when it is not JSON. */
export function parseJson(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
