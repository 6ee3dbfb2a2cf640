/** Hides how a refused command is told to the client: MongoDB's error codes and names. */
import type { Document } from './bson/value.ts';

const NAMES = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  15: 'Overflow',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  31: 'RoleNotFound',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  79: 'UnknownReplWriteConcern',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  121: 'DocumentValidationFailure',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  238: 'NotImplemented',
  241: 'ConversionFailure',
  291: 'NoQueryExecutionPlans',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
} as const;

/** A refusal the client sees as `{ ok: 0, code, codeName, errmsg }`. `details` are further reply fields, such as `keyValue`. */
export class CommandError extends Error {
  readonly code: number;
  readonly details: Document;

  constructor(code: number, message: string, details: Document = {}) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.details = details;
  }

  /** The reply fields of this refusal, without `ok`. */
  toDocument(): Document {
    return { errmsg: this.message, code: this.code, codeName: codeName(this.code), ...this.details };
  }
}

function codeName(code: number): string {
  return (NAMES as Readonly<Record<number, string>>)[code] ?? `Location${code}`;
}

/** The refusal of something MongoDB has and this server does not. */
export function notImplemented(what: string): CommandError {
  return new CommandError(238, `${what} is not implemented in the embedded server`);
}
