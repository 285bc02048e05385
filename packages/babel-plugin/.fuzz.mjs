import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);
var __defProp = Object.defineProperty;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all3) => {
  for (var name in all3)
    __defProp(target, name, { get: all3[name], enumerable: true });
};

// ../../work/main/packages/compiler/src/ir/types.ts
var init_types = __esm({
  "../../work/main/packages/compiler/src/ir/types.ts"() {
    "use strict";
  }
});

// ../../work/main/packages/compiler/src/ir/builder.ts
function emptyRegion(name) {
  return {
    name,
    arrays: [],
    scalars: [],
    prologue: { operations: [], yields: [] },
    guards: [],
    aliases: [],
    body: { operations: [], yields: [] },
    outputs: [],
    nextValue: 0
  };
}
var Builder;
var init_builder = __esm({
  "../../work/main/packages/compiler/src/ir/builder.ts"() {
    "use strict";
    Builder = class {
      region;
      block;
      constructor(region3, block) {
        this.region = region3;
        this.block = block;
      }
      value(type, name) {
        const id = this.region.nextValue++;
        return name === void 0 ? { id, type } : { id, type, name };
      }
      append(operation) {
        this.block.operations.push(operation);
        return operation;
      }
      constant(type, value) {
        return this.append({ kind: "const", result: this.value(type), value }).result;
      }
      f64(value) {
        return this.constant("f64", value);
      }
      i32(value) {
        return this.constant("i32", value);
      }
      bool(value) {
        return this.constant("bool", value);
      }
      unary(operator, operand2) {
        const type = operator === "clz" ? "i32" : operand2.type;
        return this.append({ kind: "unary", operator, result: this.value(type), operand: operand2 }).result;
      }
      binary(operator, left, right) {
        return this.append({ kind: "binary", operator, result: this.value(left.type), left, right }).result;
      }
      add(left, right) {
        return this.binary("add", left, right);
      }
      sub(left, right) {
        return this.binary("sub", left, right);
      }
      mul(left, right) {
        return this.binary("mul", left, right);
      }
      div(left, right) {
        return this.binary("div", left, right);
      }
      and(left, right) {
        return this.binary("and", left, right);
      }
      or(left, right) {
        return this.binary("or", left, right);
      }
      not(operand2) {
        return this.unary("not", operand2);
      }
      compare(relation, left, right) {
        return this.append({ kind: "compare", relation, result: this.value("bool"), left, right }).result;
      }
      select(condition, whenTrue, whenFalse) {
        return this.append({ kind: "select", result: this.value(whenTrue.type), condition, whenTrue, whenFalse }).result;
      }
      convert(mode, type, operand2) {
        return this.append({ kind: "convert", mode, result: this.value(type), operand: operand2 }).result;
      }
      call(callee, args, location) {
        const operation = { kind: "call", callee, result: this.value("f64"), arguments: args };
        if (location) operation.location = location;
        return this.append(operation).result;
      }
      length(array) {
        return this.append({ kind: "length", result: this.value("i32"), array }).result;
      }
      load(array, index, type = "f64", bounds2 = "checked", location) {
        const operation = { kind: "load", result: this.value(type), array, index, bounds: bounds2 };
        if (location) operation.location = location;
        return this.append(operation).result;
      }
      store(array, index, value, bounds2 = "checked", location) {
        this.append(location ? { kind: "store", array, index, value, bounds: bounds2, location } : { kind: "store", array, index, value, bounds: bounds2 });
      }
      /** Runs `body` with a new current block and returns that block, with the yields that `body` returned. */
      nested(body) {
        const outer = this.block;
        const block = { operations: [], yields: [] };
        this.block = block;
        try {
          block.yields = body();
        } finally {
          this.block = outer;
        }
        return block;
      }
      /** An `if` whose branches yield values of the same types. */
      if(condition, whenTrue, whenFalse, location) {
        const then = this.nested(whenTrue);
        const otherwise = this.nested(whenFalse);
        const results2 = then.yields.map((value) => this.value(value.type, value.name));
        this.append({ kind: "if", results: results2, condition, then, else: otherwise, ...location && { location } });
        return results2;
      }
      /** A `while` over carried values. `condition` and `body` receive the carried parameters. */
      while(initials, condition, body, id = -1) {
        const carried = initials.map((initial) => ({ parameter: this.value(initial.type, initial.name), initial }));
        const parameters = carried.map((one2) => one2.parameter);
        const conditionBlock = this.nested(() => [condition(parameters)]);
        const bodyBlock = this.nested(() => body(parameters));
        const results2 = initials.map((initial) => this.value(initial.type, initial.name));
        this.append({ kind: "while", id, results: results2, carried, condition: conditionBlock, body: bodyBlock });
        return results2;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/ir/walk.ts
function assertExhaustive(value, what) {
  throw new Error(`${what}: unexpected ${JSON.stringify(value.kind ?? value)}`);
}
function nestedBlocks(operation) {
  switch (operation.kind) {
    case "if":
      return [operation.then, operation.else];
    case "while":
      return [operation.condition, operation.body];
    case "for":
    case "loop":
    case "parfor":
    case "single":
      return [operation.body];
    default:
      return [];
  }
}
function operands(operation) {
  switch (operation.kind) {
    case "const":
    case "length":
    case "single":
    case "barrier":
      return [];
    case "unary":
    case "convert":
    case "allreduce":
      return [operation.operand];
    case "binary":
    case "compare":
      return [operation.left, operation.right];
    case "select":
      return [operation.condition, operation.whenTrue, operation.whenFalse];
    case "call":
      return operation.arguments;
    case "load":
      return [operation.index];
    case "store":
      return [operation.index, operation.value];
    case "if":
      return [operation.condition];
    case "for":
      return [operation.lower, operation.upper, ...operation.carried.map((one2) => one2.initial)];
    case "while":
      return operation.carried.map((one2) => one2.initial);
    case "loop":
      return [operation.trips, ...operation.carried.map((one2) => one2.initial)];
    // What a builder reads is computed in the body, so that it counts as used there.
    case "parfor":
      return [...operation.dimensions.map((one2) => one2.trips), ...operation.carried.map((one2) => one2.initial)];
    case "rankrange":
      return [operation.total];
    default:
      return assertExhaustive(operation, "operands");
  }
}
function builderOperands(operation) {
  if (operation.kind !== "parfor") return [];
  return operation.builders.flatMap((builder) => {
    switch (builder.kind) {
      case "compact":
        return [builder.condition, builder.value];
      case "histogram":
        return [builder.index, builder.value];
      case "group":
        return [builder.key, ...builder.columns.map((column) => column.value)];
      default:
        return assertExhaustive(builder, "builderOperands");
    }
  });
}
function results(operation) {
  switch (operation.kind) {
    case "const":
    case "unary":
    case "binary":
    case "compare":
    case "select":
    case "convert":
    case "call":
    case "length":
    case "load":
    case "allreduce":
      return [operation.result];
    case "store":
    case "single":
    case "barrier":
      return [];
    case "if":
    case "while":
    case "loop":
      return operation.results;
    case "for":
      return [...operation.results, operation.exitCounter];
    case "parfor":
      return [...operation.results, ...operation.builders.flatMap((builder) => "count" in builder ? [builder.count] : [])];
    case "rankrange":
      return [operation.start, operation.count];
    default:
      return assertExhaustive(operation, "results");
  }
}
function blockParameters(operation) {
  switch (operation.kind) {
    case "for":
      return [operation.counter, ...operation.carried.map((one2) => one2.parameter)];
    case "while":
      return operation.carried.map((one2) => one2.parameter);
    case "loop":
      return [operation.trip, ...operation.carried.map((one2) => one2.parameter)];
    case "parfor":
      return [...operation.dimensions.map((one2) => one2.trip), ...operation.carried.map((one2) => one2.parameter)];
    default:
      return [];
  }
}
function forEachOperation(block, visit3) {
  for (const operation of block.operations) {
    visit3(operation);
    for (const nested2 of nestedBlocks(operation)) forEachOperation(nested2, visit3);
  }
}
function forEachRegionOperation(region3, visit3) {
  forEachOperation(region3.prologue, visit3);
  forEachOperation(region3.body, visit3);
}
function substitute(block, replace) {
  for (const operation of block.operations) {
    substituteOperands(operation, replace);
    for (const nested2 of nestedBlocks(operation)) substitute(nested2, replace);
  }
  block.yields = block.yields.map(replace);
}
function substituteOperands(operation, replace) {
  switch (operation.kind) {
    case "const":
    case "length":
    case "single":
    case "barrier":
      return;
    case "unary":
    case "convert":
    case "allreduce":
      operation.operand = replace(operation.operand);
      return;
    case "binary":
    case "compare":
      operation.left = replace(operation.left);
      operation.right = replace(operation.right);
      return;
    case "select":
      operation.condition = replace(operation.condition);
      operation.whenTrue = replace(operation.whenTrue);
      operation.whenFalse = replace(operation.whenFalse);
      return;
    case "call":
      operation.arguments = operation.arguments.map(replace);
      return;
    case "load":
      operation.index = replace(operation.index);
      return;
    case "store":
      operation.index = replace(operation.index);
      operation.value = replace(operation.value);
      return;
    case "if":
      operation.condition = replace(operation.condition);
      return;
    case "for":
      operation.lower = replace(operation.lower);
      operation.upper = replace(operation.upper);
      for (const one2 of operation.carried) one2.initial = replace(one2.initial);
      return;
    case "while":
      for (const one2 of operation.carried) one2.initial = replace(one2.initial);
      return;
    case "loop":
      operation.trips = replace(operation.trips);
      for (const one2 of operation.carried) one2.initial = replace(one2.initial);
      return;
    case "parfor":
      for (const dimension of operation.dimensions) dimension.trips = replace(dimension.trips);
      for (const one2 of operation.carried) one2.initial = replace(one2.initial);
      for (const builder of operation.builders) {
        if (builder.kind === "compact") {
          builder.condition = replace(builder.condition);
          builder.value = replace(builder.value);
        } else if (builder.kind === "histogram") {
          builder.index = replace(builder.index);
          builder.value = replace(builder.value);
        } else {
          builder.key = replace(builder.key);
          for (const column of builder.columns) column.value = replace(column.value);
        }
      }
      return;
    case "rankrange":
      operation.total = replace(operation.total);
      return;
    default:
      assertExhaustive(operation, "substituteOperands");
  }
}
var init_walk = __esm({
  "../../work/main/packages/compiler/src/ir/walk.ts"() {
    "use strict";
  }
});

// ../../work/main/packages/compiler/src/ir/tokens.ts
function isWord(name) {
  return word.test(name) && name !== "NaN" && name !== "Infinity";
}
function sanitiseHint(name) {
  const clean = name.replace(/[^\p{ID_Continue}$.\u200c\u200d]/gu, "_");
  return clean === "" ? "_" : clean;
}
function tokenise(source) {
  const tokens = [];
  lexer.lastIndex = 0;
  let offset = 0;
  while (offset < source.length) {
    const match2 = lexer.exec(source);
    if (!match2) throw new IrParseError(`unexpected character ${JSON.stringify(source[offset])}`, source, offset);
    const kind = patterns[match2.slice(1).findIndex((group) => group !== void 0)][0];
    if (kind !== "space") tokens.push({ kind, text: match2[0], offset });
    offset = lexer.lastIndex;
  }
  tokens.push({ kind: "end", text: "the end", offset });
  return tokens;
}
var IrParseError, word, patterns, lexer, Cursor;
var init_tokens = __esm({
  "../../work/main/packages/compiler/src/ir/tokens.ts"() {
    "use strict";
    IrParseError = class extends Error {
      name = "IrParseError";
      /** 1-based, both. */
      line;
      column;
      constructor(message, source, offset) {
        const before = source.slice(0, offset).split("\n");
        const line = before.length;
        const column = before[before.length - 1].length + 1;
        super(`line ${line}, column ${column}: ${message}`);
        this.line = line;
        this.column = column;
      }
    };
    word = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
    patterns = [
      ["space", String.raw`\s+|//[^\n]*`],
      ["value", String.raw`%[\p{ID_Continue}$.\u200c\u200d]+`],
      ["loop", String.raw`#-?\d+`],
      ["location", String.raw`@\d+:\d+(?:-\d+:\d+)?`],
      ["bigint", String.raw`-?\d+n(?![\p{ID_Continue}$])`],
      ["number", String.raw`(?:-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|NaN)(?![\p{ID_Continue}$])`],
      ["string", String.raw`"(?:[^"\\\n]|\\.)*"`],
      ["word", String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`],
      ["punctuation", String.raw`[{}()[\]<=,:]`]
    ];
    lexer = new RegExp(patterns.map(([, pattern]) => `(${pattern})`).join("|"), "uy");
    Cursor = class {
      source;
      tokens;
      next = 0;
      constructor(source) {
        this.source = source;
        this.tokens = tokenise(source);
      }
      get token() {
        return this.tokens[this.next];
      }
      fail(message, token = this.token) {
        throw new IrParseError(message, this.source, token.offset);
      }
      expected(what, token = this.token) {
        return this.fail(`expected ${what}, found ${token.kind === "end" ? "the end" : `'${token.text}'`}`, token);
      }
      take(kind, what) {
        if (this.token.kind !== kind) this.expected(what);
        return this.tokens[this.next++];
      }
      /** Takes the token if it is this punctuation mark or this bare word. */
      accept(text) {
        const { kind, text: found } = this.token;
        if (found !== text || kind !== "punctuation" && kind !== "word") return false;
        this.next++;
        return true;
      }
      expect(text) {
        if (!this.accept(text)) this.expected(`'${text}'`);
      }
      /** One of a fixed set of words. */
      oneOf(words2, what) {
        const found = words2.find((candidate2) => this.token.kind === "word" && candidate2 === this.token.text);
        if (found === void 0) return this.expected(`${what} (${words2.join(", ")})`);
        this.next++;
        return found;
      }
      /** A bare word or a JSON string. */
      name(what) {
        if (this.token.kind === "word") return this.tokens[this.next++].text;
        return this.string(what);
      }
      string(what) {
        const token = this.take("string", what);
        try {
          return JSON.parse(token.text);
        } catch {
          return this.fail(`malformed string ${token.text}`, token);
        }
      }
      integer(what) {
        const token = this.take("number", what);
        const value = Number(token.text);
        return Number.isInteger(value) ? value : this.expected(what, token);
      }
      /** `item, item, …`, at least one. */
      list(item) {
        const items = [item()];
        while (this.accept(",")) items.push(item());
        return items;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/ir/print.ts
function printRegion(region3, options = {}) {
  const printer = new Printer(options.compact ?? false);
  printer.region(region3);
  return printer.text();
}
function printOperation(operation) {
  const printer = new Printer(false);
  printer.operation(operation);
  return printer.text();
}
function printValue(value) {
  return value.name === void 0 ? `%${value.id}` : `%${sanitiseHint(value.name)}.${value.id}`;
}
function quoted(name) {
  return isWord(name) ? name : JSON.stringify(name);
}
function printConstant(value) {
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}
function printCombine(combine2) {
  switch (combine2.kind) {
    case "least":
    case "greatest":
      return `${combine2.kind} ${combine2.tie} winner ${combine2.winner}`;
    case "first":
    case "last":
      return `${combine2.kind} winner ${combine2.winner}`;
    case "companion":
      return `companion ${combine2.of}`;
    default:
      return combine2.kind;
  }
}
var Printer;
var init_print = __esm({
  "../../work/main/packages/compiler/src/ir/print.ts"() {
    "use strict";
    init_tokens();
    init_walk();
    Printer = class {
      compact;
      lines = [];
      depth = 0;
      constructor(compact) {
        this.compact = compact;
      }
      text() {
        return `${this.lines.join("\n")}
`;
      }
      region(region3) {
        this.line(`region ${quoted(region3.name)} {`);
        this.depth++;
        for (const array of region3.arrays) {
          const flags = [array.read && "read", array.written && "written", array.overwritten && "overwritten"].filter((flag2) => flag2);
          this.line([`array ${quoted(array.name)}: ${array.element}`, ...flags].join(" "));
        }
        for (const scalar of region3.scalars) this.line(`scalar ${quoted(scalar.name)} = ${this.definition(scalar.value)}`);
        for (const output of region3.outputs) this.line(`output ${quoted(output.name)}: ${output.type}`);
        for (const alias of region3.aliases) {
          this.line(`alias ${quoted(alias.first.name)} ${quoted(alias.second.name)}${alias.same ? " same" : ""}`);
        }
        if (region3.prologue.operations.length > 0) {
          this.line("prologue {");
          this.block(region3.prologue);
          this.line("}");
        }
        for (const guard of region3.guards) {
          this.line(`guard ${this.use(guard.condition)} ${JSON.stringify(guard.reason)}${this.at(guard.location)}`);
        }
        if (region3.work) this.line(`work ${this.use(region3.work)}`);
        this.line("body {");
        this.block(region3.body);
        this.line("}");
        this.depth--;
        this.line("}");
      }
      operation(operation) {
        const defined = results(operation);
        const left = defined.length === 0 ? "" : `${defined.map((value) => this.definition(value)).join(", ")} = `;
        switch (operation.kind) {
          case "const":
            return this.line(`${left}const ${printConstant(operation.value)}`);
          case "unary":
            return this.line(`${left}${operation.operator} ${this.use(operation.operand)}`);
          case "binary":
            return this.line(`${left}${operation.operator} ${this.uses([operation.left, operation.right])}`);
          case "compare":
            return this.line(`${left}${operation.relation} ${this.uses([operation.left, operation.right])}`);
          case "select":
            return this.line(`${left}select ${this.uses([operation.condition, operation.whenTrue, operation.whenFalse])}`);
          case "convert":
            return this.line(`${left}convert ${operation.mode} ${this.use(operation.operand)}`);
          case "call":
            return this.line(`${left}call ${operation.callee}(${this.uses(operation.arguments)})${this.at(operation.location)}`);
          case "length":
            return this.line(`${left}length ${quoted(operation.array.name)}`);
          case "load":
            return this.line(`${left}load ${quoted(operation.array.name)}[${this.use(operation.index)}] ${operation.bounds}${this.at(operation.location)}`);
          case "store": {
            const target = `${quoted(operation.array.name)}[${this.use(operation.index)}]`;
            return this.line(`store ${target} = ${this.use(operation.value)} ${operation.bounds}${this.at(operation.location)}`);
          }
          case "if":
            this.line(`${left}if ${this.use(operation.condition)}${this.at(operation.location)} {`);
            this.block(operation.then);
            if (operation.else.operations.length > 0 || operation.else.yields.length > 0) {
              this.line("} else {");
              this.block(operation.else);
            }
            return this.line("}");
          case "for": {
            const range = `${this.definition(operation.counter)} = ${this.use(operation.lower)} while ${operation.relation} ${this.use(operation.upper)}`;
            const head = `for ${this.loopName(operation)} ${range} step ${printConstant(operation.step)}`;
            return this.loop(`${left}${head}${this.carry(operation.carried)}${this.at(operation.location)}`, operation.body);
          }
          case "while":
            this.line(`${left}while ${this.loopName(operation)}${this.carry(operation.carried)}${this.at(operation.location)} {`);
            this.block(operation.condition);
            this.line("} do {");
            this.block(operation.body);
            return this.line("}");
          case "loop": {
            const head = `loop ${this.loopName(operation)} ${this.definition(operation.trip)} < ${this.use(operation.trips)}`;
            return this.loop(`${left}${head}${this.carry(operation.carried)}${this.at(operation.location)}`, operation.body);
          }
          case "parfor": {
            const dimensions = operation.dimensions.map((dimension) => `${this.loopName(dimension)} ${this.definition(dimension.trip)} < ${this.use(dimension.trips)}${this.at(dimension.location)}`);
            const head = `parfor #${operation.id} [${dimensions.join(", ")}]${this.carry(operation.carried, operation.combines)}`;
            return this.loop(`${left}${head}${this.at(operation.location)}`, operation.body, operation.builders);
          }
          case "single":
            return this.loop("single", operation.body);
          case "barrier":
            return this.line("barrier");
          case "allreduce":
            return this.line(`${left}allreduce ${operation.combine} ${this.use(operation.operand)}`);
          case "rankrange":
            return this.line(`${left}rankrange ${this.use(operation.total)}`);
          default:
            assertExhaustive(operation, "print");
        }
      }
      loop(head, body, builders = []) {
        this.line(`${head} {`);
        this.block(body, builders);
        this.line("}");
      }
      block(block, builders = []) {
        this.depth++;
        for (const operation of block.operations) this.operation(operation);
        for (const builder of builders) this.line(this.builder(builder));
        if (block.yields.length > 0) this.line(`yield ${this.uses(block.yields)}`);
        this.depth--;
      }
      builder(builder) {
        switch (builder.kind) {
          case "compact":
            return `compact ${quoted(builder.array.name)} = ${this.use(builder.value)} when ${this.use(builder.condition)}`;
          case "histogram":
            return `histogram ${quoted(builder.array.name)}[${this.use(builder.index)}] ${builder.operator} ${this.use(builder.value)}`;
          case "group": {
            const columns = builder.columns.map((column) => `${column.combine} ${quoted(column.array.name)} = ${this.use(column.value)}`);
            return `group ${quoted(builder.keys.name)} = ${this.use(builder.key)} [${columns.join(", ")}]`;
          }
          default:
            return assertExhaustive(builder, "print");
        }
      }
      carry(carried, combines) {
        if (carried.length === 0) return "";
        const entries = carried.map((one2, index) => {
          const combine2 = combines?.[index];
          return `${this.definition(one2.parameter)} = ${this.use(one2.initial)}${combine2 ? ` ${printCombine(combine2)}` : ""}`;
        });
        return ` carry (${entries.join(", ")})`;
      }
      loopName(loop) {
        return loop.label === void 0 ? `#${loop.id}` : `#${loop.id}:${quoted(loop.label)}`;
      }
      use(value) {
        return this.compact ? `%${value.id}` : printValue(value);
      }
      uses(values2) {
        return values2.map((value) => this.use(value)).join(", ");
      }
      definition(value) {
        return `${this.use(value)}: ${value.type}`;
      }
      at(location) {
        if (!location || this.compact) return "";
        const end = location.endLine === void 0 || location.endColumn === void 0 ? "" : `-${location.endLine}:${location.endColumn}`;
        return ` @${location.line}:${location.column}${end}`;
      }
      line(text) {
        this.lines.push(this.compact ? text : "  ".repeat(this.depth) + text);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/descriptor.ts
var ABI_VERSION, FRAME_ARRAYS, TEAM_NEXT_CHUNK;
var init_descriptor = __esm({
  "../../work/main/packages/compiler/src/descriptor.ts"() {
    "use strict";
    ABI_VERSION = 1;
    FRAME_ARRAYS = 64;
    TEAM_NEXT_CHUNK = 0;
  }
});

// ../../work/main/packages/compiler/src/diagnostics/codes.ts
var diagnosticCodes;
var init_codes = __esm({
  "../../work/main/packages/compiler/src/diagnostics/codes.ts"() {
    "use strict";
    diagnosticCodes = {
      PF100: "parallel loop",
      PF101: "parallel loop with reductions",
      PF102: "runs inside a parallel loop",
      PF103: "sequential loop around parallel loops: one team region",
      PF104: "fused with the loop before it",
      PF200: "a value is carried from trip to trip",
      PF201: "an array element is carried from trip to trip",
      PF202: "subscript of a written array is not affine",
      PF203: "the trip count is not known before the loop",
      PF204: "the loop leaves early",
      PF205: "no parallel loop inside",
      PF300: "syntax outside the language of regions",
      PF301: "call to an unknown function",
      PF302: "variable is captured or reassigned elsewhere",
      PF303: "value of an unsupported kind",
      PF304: "exception or return inside the loop",
      PF305: "BigInt arithmetic that could leave 64 bits",
      PF306: "nothing to do in parallel in this function",
      PF307: "async or generator function",
      PF308: "the value of this read could be undefined",
      PF400: "a guard failed at run time",
      PF401: "argument of another kind than compiled for",
      PF402: "arrays overlap",
      PF403: "the shared heap is full",
      PF404: "a rung of the ladder is not available",
      PF405: "plugin and runtime differ in version",
      PF406: "a kernel failed while it ran",
      PF500: "unknown option",
      PF501: "senseless value of an option or environment variable",
      PF502: "not an array that can be freed or used"
    };
  }
});

// ../../work/main/packages/compiler/src/ir/vocabulary.ts
function words(table) {
  return Object.keys(table);
}
function nativeType(element2) {
  switch (element2) {
    case "i8":
    case "u8":
    case "u8c":
    case "i16":
    case "u16":
    case "i32":
      return "i32";
    case "num":
      return "f64";
    default:
      return element2;
  }
}
var scalarTypes, elementTypes, unaryOperators, binaryOperators, relations, convertModes, boundsKinds, mathArities, mathFunctions, isFloat, isInteger, widthOf;
var init_vocabulary = __esm({
  "../../work/main/packages/compiler/src/ir/vocabulary.ts"() {
    "use strict";
    scalarTypes = words({ f64: true, f32: true, i32: true, u32: true, i64: true, u64: true, bool: true });
    elementTypes = words({
      f64: true,
      f32: true,
      i32: true,
      u32: true,
      i16: true,
      u16: true,
      i8: true,
      u8: true,
      u8c: true,
      i64: true,
      u64: true,
      num: true
    });
    unaryOperators = words({
      neg: true,
      abs: true,
      sqrt: true,
      floor: true,
      ceil: true,
      trunc: true,
      nearest: true,
      not: true,
      clz: true,
      exponent: true,
      mantissa: true,
      pow2: true,
      high: true
    });
    binaryOperators = words({
      add: true,
      sub: true,
      mul: true,
      div: true,
      rem: true,
      min: true,
      max: true,
      copysign: true,
      and: true,
      or: true,
      xor: true,
      shl: true,
      shr: true
    });
    relations = words({ lt: true, le: true, gt: true, ge: true, eq: true, ne: true });
    convertModes = words({ value: true, wrap: true, exact: true });
    boundsKinds = words({ checked: true, strict: true, guarded: true });
    mathArities = {
      exp: 1,
      expm1: 1,
      log: 1,
      log2: 1,
      log10: 1,
      log1p: 1,
      pow: 2,
      cbrt: 1,
      hypot: "any",
      sin: 1,
      cos: 1,
      tan: 1,
      asin: 1,
      acos: 1,
      atan: 1,
      atan2: 2,
      sinh: 1,
      cosh: 1,
      tanh: 1,
      asinh: 1,
      acosh: 1,
      atanh: 1,
      round: 1,
      sign: 1,
      clz32: 1,
      imul: 2,
      fround: 1
    };
    mathFunctions = Object.keys(mathArities);
    isFloat = (type) => type === "f64" || type === "f32";
    isInteger = (type) => type === "i32" || type === "u32" || type === "i64" || type === "u64";
    widthOf = (type) => type === "i64" || type === "u64" || type === "f64" ? 64 : 32;
  }
});

// ../../work/main/packages/compiler/src/ir/parse.ts
function parseRegion(text) {
  return new Parser(text).region();
}
function splitValue(text) {
  const match2 = /^%(?:(.*)\.)?(\d+)$/.exec(text);
  if (!match2) return { name: text.slice(1) };
  return { id: Number(match2[2]), name: match2[1] };
}
var unaries, binaries, comparisons, reduceKinds, Parser;
var init_parse = __esm({
  "../../work/main/packages/compiler/src/ir/parse.ts"() {
    "use strict";
    init_tokens();
    init_vocabulary();
    init_builder();
    unaries = new Set(unaryOperators);
    binaries = new Set(binaryOperators);
    comparisons = new Set(relations);
    reduceKinds = ["sum", "min", "max"];
    Parser = class {
      cursor;
      parsed = emptyRegion("");
      arrays = /* @__PURE__ */ new Map();
      numbered = /* @__PURE__ */ new Map();
      unnumbered = /* @__PURE__ */ new Map();
      constructor(text) {
        this.cursor = new Cursor(text);
      }
      region() {
        const { cursor, parsed } = this;
        cursor.expect("region");
        parsed.name = cursor.name("the name of the region");
        cursor.expect("{");
        while (!cursor.accept("}")) this.declaration();
        if (cursor.token.kind !== "end") cursor.expected("the end");
        for (const id of this.numbered.keys()) parsed.nextValue = Math.max(parsed.nextValue, id + 1);
        for (const value of this.unnumbered.values()) value.id = parsed.nextValue++;
        return parsed;
      }
      declaration() {
        const { cursor, parsed } = this;
        switch (cursor.oneOf(["array", "scalar", "output", "alias", "prologue", "guard", "work", "body"], "a declaration")) {
          case "array":
            return this.arrayDeclaration();
          case "scalar": {
            const name = cursor.name("the name of a scalar");
            cursor.expect("=");
            parsed.scalars.push({ name, value: this.define() });
            return;
          }
          case "output": {
            const name = cursor.name("the name of an output");
            cursor.expect(":");
            parsed.outputs.push({ name, type: this.type() });
            return;
          }
          case "alias":
            parsed.aliases.push({ first: this.array(), second: this.array(), same: cursor.accept("same") });
            return;
          case "prologue":
            parsed.prologue = this.block();
            return;
          case "guard":
            parsed.guards.push({ condition: this.use(), reason: cursor.string("the reason of the guard, in quotes"), ...this.at() });
            return;
          case "work":
            parsed.work = this.use();
            return;
          case "body":
            parsed.body = this.block();
            return;
        }
      }
      arrayDeclaration() {
        const { cursor } = this;
        const token = cursor.token;
        const name = cursor.name("the name of an array");
        if (this.arrays.has(name)) cursor.fail(`array ${name} is declared twice`, token);
        cursor.expect(":");
        const element2 = cursor.oneOf(elementTypes, "an element type");
        const array = { name, element: element2, read: cursor.accept("read"), written: cursor.accept("written") };
        if (cursor.accept("overwritten")) array.overwritten = true;
        this.arrays.set(name, array);
        this.parsed.arrays.push(array);
      }
      /** `{ operations [builders] [yield values] }` */
      block(builders) {
        const { cursor } = this;
        const block = { operations: [], yields: [] };
        cursor.expect("{");
        while (!cursor.accept("}")) {
          if (cursor.accept("yield")) {
            block.yields = cursor.list(() => this.use());
            cursor.expect("}");
            break;
          }
          const builder = builders && this.builder();
          if (builder) builders.push(builder);
          else if (builders && builders.length > 0) cursor.expected("a builder, 'yield' or '}'");
          else block.operations.push(this.operation());
        }
        return block;
      }
      operation() {
        const { cursor } = this;
        const start2 = cursor.token;
        if (cursor.token.kind !== "value") return this.body(start2, []);
        const pending = cursor.list(() => this.pending());
        cursor.expect("=");
        const operation = this.body(start2, pending.map((one2) => one2.value));
        for (const { value, token } of pending) this.register(value, token);
        return operation;
      }
      body(start2, defined) {
        const { cursor } = this;
        const token = cursor.token;
        const { text } = cursor.take("word", "an operation");
        const single = () => {
          this.arity(start2, text, defined, 1);
          return defined[0];
        };
        if (unaries.has(text)) return { kind: "unary", operator: text, result: single(), operand: this.use() };
        if (binaries.has(text)) {
          const operator = binaryOperators.find((candidate2) => candidate2 === text);
          return { kind: "binary", operator, result: single(), ...this.pair() };
        }
        if (comparisons.has(text)) {
          const relation = relations.find((candidate2) => candidate2 === text);
          return { kind: "compare", relation, result: single(), ...this.pair() };
        }
        switch (text) {
          case "const":
            return { kind: "const", result: single(), value: this.constant(defined[0].type) };
          case "select": {
            const [condition, whenTrue, whenFalse] = this.usesOf(3);
            return { kind: "select", result: single(), condition, whenTrue, whenFalse };
          }
          case "convert":
            return { kind: "convert", mode: cursor.oneOf(convertModes, "a mode"), result: single(), operand: this.use() };
          case "call":
            return this.call(single());
          case "length":
            return { kind: "length", result: single(), array: this.array() };
          case "load":
            return { kind: "load", result: single(), ...this.element(), bounds: cursor.oneOf(boundsKinds, "bounds"), ...this.at() };
          case "store": {
            this.arity(start2, text, defined, 0);
            const element2 = this.element();
            cursor.expect("=");
            return { kind: "store", ...element2, value: this.use(), bounds: cursor.oneOf(boundsKinds, "bounds"), ...this.at() };
          }
          case "if": {
            const condition = this.use();
            const location = this.at();
            const then = this.block();
            const otherwise = cursor.accept("else") ? this.block() : { operations: [], yields: [] };
            return { kind: "if", results: defined, condition, then, else: otherwise, ...location };
          }
          case "for":
            return this.forLoop(start2, defined);
          case "while": {
            const name = this.loopName();
            const { carried } = this.carry(false);
            const location = this.at();
            const condition = this.block();
            cursor.expect("do");
            return { kind: "while", ...name, results: defined, carried, condition, body: this.block(), ...location };
          }
          case "loop": {
            const dimension = this.counted();
            const { carried } = this.carry(false);
            const location = this.at();
            return { kind: "loop", ...dimension, results: defined, carried, body: this.block(), ...location };
          }
          case "parfor":
            return this.parfor(start2, defined);
          case "single":
            this.arity(start2, text, defined, 0);
            return { kind: "single", body: this.block() };
          case "barrier":
            this.arity(start2, text, defined, 0);
            return { kind: "barrier" };
          case "allreduce":
            return { kind: "allreduce", combine: cursor.oneOf(reduceKinds, "a combination"), result: single(), operand: this.use() };
          case "rankrange":
            this.arity(start2, text, defined, 2);
            return { kind: "rankrange", start: defined[0], count: defined[1], total: this.use() };
          default:
            return cursor.fail(`expected an operation, found '${text}'`, token);
        }
      }
      call(result2) {
        const { cursor } = this;
        const callee = cursor.oneOf(mathFunctions, "a function");
        const token = cursor.token;
        cursor.expect("(");
        const args = cursor.accept(")") ? [] : cursor.list(() => this.use());
        if (args.length > 0) cursor.expect(")");
        const arity = mathArities[callee];
        if (arity !== "any" && args.length !== arity) cursor.fail(`${callee} takes ${arity} argument${arity === 1 ? "" : "s"}, not ${args.length}`, token);
        return { kind: "call", callee, result: result2, arguments: args, ...this.at() };
      }
      forLoop(start2, defined) {
        const { cursor } = this;
        if (defined.length === 0) cursor.fail("a 'for' has at least one result, the counter after the loop", start2);
        const name = this.loopName();
        const counter = this.define();
        cursor.expect("=");
        const lower = this.use();
        cursor.expect("while");
        const relation = cursor.oneOf(["lt", "le", "gt", "ge", "ne"], "a relation");
        const upper = this.use();
        cursor.expect("step");
        const step = Number(cursor.take("number", "the step").text);
        const { carried } = this.carry(false);
        const location = this.at();
        const body = this.block();
        return {
          kind: "for",
          ...name,
          results: defined.slice(0, -1),
          exitCounter: defined[defined.length - 1],
          counter,
          lower,
          upper,
          step,
          relation,
          carried,
          body,
          ...location
        };
      }
      parfor(start2, defined) {
        const { cursor } = this;
        const id = this.loopNumber();
        cursor.expect("[");
        const dimensions = cursor.list(() => ({ ...this.counted(), ...this.at() }));
        cursor.expect("]");
        const { carried, combines } = this.carry(true);
        const location = this.at();
        const builders = [];
        const body = this.block(builders);
        const counts = defined.slice(carried.length);
        const counted = builders.filter((builder) => builder.kind !== "histogram");
        this.arity(start2, "parfor", defined, carried.length + counted.length);
        counted.forEach((builder, index) => {
          builder.count = counts[index];
        });
        return { kind: "parfor", id, dimensions, results: defined.slice(0, carried.length), carried, combines, builders, body, ...location };
      }
      builder() {
        const { cursor } = this;
        const count3 = { id: -1, type: "i32" };
        if (cursor.accept("compact")) {
          const array = this.array();
          cursor.expect("=");
          const value = this.use();
          cursor.expect("when");
          return { kind: "compact", array, condition: this.use(), value, count: count3 };
        }
        if (cursor.accept("histogram")) {
          return { kind: "histogram", ...this.element(), operator: cursor.oneOf(["add", "min", "max"], "an operator"), value: this.use() };
        }
        if (!cursor.accept("group")) return void 0;
        const keys = this.array();
        cursor.expect("=");
        const key2 = this.use();
        cursor.expect("[");
        const columns = cursor.accept("]") ? [] : cursor.list(() => {
          const combine2 = cursor.oneOf(["sum", "min", "max", "count"], "a combination");
          const array = this.array();
          cursor.expect("=");
          return { array, value: this.use(), combine: combine2 };
        });
        if (columns.length > 0) cursor.expect("]");
        return { kind: "group", key: key2, keys, columns, count: count3 };
      }
      carry(combining) {
        const { cursor } = this;
        const carried = [];
        const combines = [];
        if (!cursor.accept("carry")) return { carried, combines };
        cursor.expect("(");
        cursor.list(() => {
          const { value: parameter, token } = this.pending();
          cursor.expect("=");
          carried.push({ parameter, initial: this.use() });
          this.register(parameter, token);
          if (combining) combines.push(this.combine());
        });
        cursor.expect(")");
        return { carried, combines };
      }
      combine() {
        const { cursor } = this;
        const kind = cursor.oneOf(
          ["sum", "product", "min", "max", "and", "or", "xor", "least", "greatest", "first", "last", "companion", "winner"],
          "a combination"
        );
        const winner = () => {
          cursor.expect("winner");
          return cursor.integer("the number of the carried value with the winning trip");
        };
        switch (kind) {
          case "least":
          case "greatest":
            return { kind, tie: cursor.oneOf(["first", "last"], "which of equal trips wins"), winner: winner() };
          case "first":
          case "last":
            return { kind, winner: winner() };
          case "companion":
            return { kind, of: cursor.integer("the number of a carried value") };
          default:
            return { kind };
        }
      }
      loopNumber() {
        return Number(this.cursor.take("loop", "the number of the loop (#0)").text.slice(1));
      }
      /** `#3:label` */
      loopName() {
        const { cursor } = this;
        const id = this.loopNumber();
        return cursor.accept(":") ? { id, label: cursor.name("a label") } : { id };
      }
      /** `#3:label %t: i32 < %trips` */
      counted() {
        const name = this.loopName();
        const trip = this.define();
        this.cursor.expect("<");
        return { ...name, trip, trips: this.use() };
      }
      element() {
        const array = this.array();
        this.cursor.expect("[");
        const index = this.use();
        this.cursor.expect("]");
        return { array, index };
      }
      pair() {
        const [left, right] = this.usesOf(2);
        return { left, right };
      }
      usesOf(count3) {
        const { cursor } = this;
        return Array.from({ length: count3 }, (_, index) => {
          if (index > 0) cursor.expect(",");
          return this.use();
        });
      }
      constant(type) {
        const { cursor } = this;
        if (type === "bool") return cursor.oneOf(["true", "false"], "a constant") === "true";
        if (type === "i64" || type === "u64") return BigInt(cursor.take("bigint", "a constant like 5n").text.slice(0, -1));
        return Number(cursor.take("number", "a number").text);
      }
      array() {
        const { cursor } = this;
        const token = cursor.token;
        const name = cursor.name("the name of an array");
        return this.arrays.get(name) ?? cursor.fail(`array ${name} is not declared`, token);
      }
      type() {
        return this.cursor.oneOf(scalarTypes, "a type");
      }
      define() {
        const { value, token } = this.pending();
        this.register(value, token);
        return value;
      }
      /** A definition that nothing can refer to yet. */
      pending() {
        const token = this.cursor.take("value", "a value (%1)");
        const { id, name } = splitValue(token.text);
        this.cursor.expect(":");
        const type = this.type();
        return { value: { id: id ?? -1, type, ...name !== void 0 && { name } }, token };
      }
      register(value, token) {
        const { id, name } = splitValue(token.text);
        if (id === void 0 ? this.unnumbered.has(name) : this.numbered.has(id)) this.cursor.fail(`${token.text} is defined twice`, token);
        if (id === void 0) this.unnumbered.set(name, value);
        else this.numbered.set(id, value);
      }
      use() {
        const { cursor } = this;
        const token = cursor.take("value", "a value (%1)");
        const { id, name } = splitValue(token.text);
        const value = id === void 0 ? this.unnumbered.get(name) : this.numbered.get(id);
        if (!value) return cursor.fail(`${token.text} is not defined here`, token);
        if (id !== void 0 && name !== void 0 && value.name !== name) {
          cursor.fail(`${token.text} was defined as ${value.name === void 0 ? `%${id}` : `%${value.name}.${id}`}`, token);
        }
        return value;
      }
      at() {
        if (this.cursor.token.kind !== "location") return {};
        const [line, column, endLine, endColumn] = this.cursor.take("location", "a location").text.slice(1).split(/[:-]/).map(Number);
        return { location: endLine === void 0 ? { line, column } : { line, column, endLine, endColumn } };
      }
      arity(start2, what, defined, count3) {
        if (defined.length !== count3) this.cursor.fail(`${what} has ${count3} result${count3 === 1 ? "" : "s"}, not ${defined.length}`, start2);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/js/expression.ts
function identifier(name) {
  return { text: name, precedence: precedence.primary, names: /* @__PURE__ */ new Set([name]), reads: false };
}
function literal(value) {
  if (typeof value === "bigint") return { text: `${value}n`, precedence: value < 0n ? precedence.unary : precedence.primary, names: none, reads: false };
  const negative = typeof value === "number" && (value < 0 || Object.is(value, -0));
  return { text: Object.is(value, -0) ? "-0" : String(value), precedence: negative ? precedence.unary : precedence.primary, names: none, reads: false };
}
function operand(expression2, least) {
  return expression2.precedence < least ? `(${expression2.text})` : expression2.text;
}
function compose(parts, text, binds) {
  const names = parts.length === 1 ? parts[0].names : new Set(parts.flatMap((part) => [...part.names]));
  return { text, precedence: binds, names, reads: parts.some((part) => part.reads) };
}
function infix(left, operator, right, binds) {
  return compose([left, right], `${operand(left, binds)} ${operator} ${operand(right, binds + 1)}`, binds);
}
function prefix(operator, expression2) {
  return compose([expression2], `${operator}${operand(expression2, precedence.unary + 1)}`, precedence.unary);
}
function call(callee, parameters) {
  return compose(parameters, `${callee}(${parameters.map((one2) => one2.text).join(", ")})`, precedence.call);
}
function conditional(condition, whenTrue, whenFalse) {
  const [test, otherwise] = [operand(condition, precedence.or), operand(whenFalse, precedence.conditional)];
  return compose([condition, whenTrue, whenFalse], `${test} ? ${operand(whenTrue, precedence.or)} : ${otherwise}`, precedence.conditional);
}
function toInt32(expression2) {
  return infix(expression2, "|", literal(0), precedence.bitOr);
}
function toUint32(expression2) {
  return infix(expression2, ">>>", literal(0), precedence.shift);
}
var precedence, none;
var init_expression = __esm({
  "../../work/main/packages/compiler/src/js/expression.ts"() {
    "use strict";
    precedence = {
      conditional: 3,
      or: 4,
      and: 5,
      bitOr: 6,
      bitXor: 7,
      bitAnd: 8,
      equality: 9,
      relational: 10,
      shift: 11,
      additive: 12,
      multiplicative: 13,
      unary: 15,
      call: 19,
      primary: 20
    };
    none = /* @__PURE__ */ new Set();
  }
});

// ../../work/main/packages/compiler/src/js/names.ts
var reserved, Names;
var init_names = __esm({
  "../../work/main/packages/compiler/src/js/names.ts"() {
    "use strict";
    reserved = /* @__PURE__ */ new Set([
      "arguments",
      "await",
      "break",
      "case",
      "catch",
      "class",
      "const",
      "continue",
      "debugger",
      "default",
      "delete",
      "do",
      "else",
      "enum",
      "eval",
      "export",
      "extends",
      "false",
      "finally",
      "for",
      "function",
      "if",
      "implements",
      "import",
      "in",
      "instanceof",
      "interface",
      "let",
      "new",
      "null",
      "package",
      "private",
      "protected",
      "public",
      "return",
      "static",
      "super",
      "switch",
      "this",
      "throw",
      "true",
      "try",
      "typeof",
      "undefined",
      "var",
      "void",
      "while",
      "with",
      "yield",
      "Math",
      "BigInt",
      "Number",
      "NaN",
      "Infinity",
      "Float64Array",
      "Int32Array",
      "Map"
    ]);
    Names = class {
      taken = /* @__PURE__ */ new Map();
      /** An identifier that resembles the hint. Names that begin with `$` belong to the prelude. */
      fresh(hint) {
        const clean = hint.replaceAll(/[^\p{ID_Continue}]+/gu, "_").replace(/^(?=\d)/, "_") || "_";
        const count3 = this.taken.get(clean);
        if (count3 === void 0 && !reserved.has(clean)) {
          this.taken.set(clean, 1);
          return clean;
        }
        for (let number4 = count3 ?? 1; ; number4++) {
          const candidate2 = `${clean}_${number4}`;
          if (this.taken.has(candidate2)) continue;
          this.taken.set(candidate2, 1);
          this.taken.set(clean, number4 + 1);
          return candidate2;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/js/prelude.ts
function indent(text) {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
var views2, helpers, Prelude;
var init_prelude = __esm({
  "../../work/main/packages/compiler/src/js/prelude.ts"() {
    "use strict";
    views2 = "const $f = new Float64Array(1), $i = new Int32Array($f.buffer)";
    helpers = {
      exponent: { views: true, text: "const $exponent = (x) => { $f[0] = x; return ($i[1] >>> 20 & 2047) - 1023 }" },
      mantissa: { views: true, text: "const $mantissa = (x) => { $f[0] = x; $i[1] = $i[1] & 0x800fffff | 0x3ff00000; return $f[0] }" },
      pow2: { views: true, text: "const $pow2 = (k) => { $i[0] = 0; $i[1] = (k + 1023) << 20; return $f[0] }" },
      high: { views: true, text: "const $high = (x) => { $f[0] = x; $i[0] = 0; return $f[0] }" },
      copysign: { views: true, text: "const $copysign = (x, y) => { $f[0] = y; return $i[1] < 0 ? -Math.abs(x) : Math.abs(x) }" },
      // Adding 2^52 leaves no fraction bits, so the addition rounds to an integer, half to even. Beyond 2^52 all doubles are integers.
      nearest: {
        views: false,
        text: "const $nearest = (x) => Math.abs(x) < 4503599627370496 ? x > 0 ? x + 4503599627370496 - 4503599627370496 : x < 0 ? -(4503599627370496 - x - 4503599627370496) : x : x"
      },
      absBigInt: { views: false, text: "const $absBigInt = (x) => x < 0n ? -x : x" },
      minBigInt: { views: false, text: "const $minBigInt = (x, y) => x < y ? x : y" },
      maxBigInt: { views: false, text: "const $maxBigInt = (x, y) => x > y ? x : y" },
      // Where the operand is no integer in range, a guard is about to fail: any value will do, but BigInt() would throw.
      toBigInt: { views: false, text: "const $toBigInt = (x) => Math.abs(x) < 18446744073709552000 ? BigInt(Math.trunc(x)) : 0n" },
      // Rounded once: what a double cannot hold goes into a sticky bit, so that the second rounding sees it.
      bigIntToFloat: {
        views: false,
        text: "const $bigIntToFloat = (x) => Math.fround(Number(x > -(2n ** 53n) && x < 2n ** 53n ? x : (x | (x & 2047n) + 2047n) & -2048n))"
      }
    };
    Prelude = class {
      definitions = /* @__PURE__ */ new Map();
      needsViews = false;
      /** Makes the helper part of the prelude; the name under which printed code calls it. */
      helper(name) {
        const { views: usesViews, text } = helpers[name];
        this.needsViews ||= usesViews;
        this.definitions.set(name, text);
        return `$${name}`;
      }
      /** A helper that is made where it is needed. `make` runs at the first use only. */
      define(name, make3) {
        const identifier2 = `$${name}`;
        if (!this.definitions.has(name)) this.definitions.set(name, make3(identifier2));
        return identifier2;
      }
      get isEmpty() {
        return this.definitions.size === 0;
      }
      /** The function expression, inside a closure with its helpers if it needs any. */
      close(functionText) {
        if (this.definitions.size === 0) return functionText;
        const lines = [...this.needsViews ? [views2] : [], ...this.definitions.values(), `return ${functionText}`];
        return `/* @__PURE__ */ (() => {
${lines.map(indent).join("\n")}
})()`;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/math/constants.ts
var LN2_HIGH, LN2_LOW, PI, HALF_PI, QUARTER_PI, LEAST_NORMAL;
var init_constants = __esm({
  "../../work/main/packages/compiler/src/math/constants.ts"() {
    "use strict";
    LN2_HIGH = 0.6931471805598903;
    LN2_LOW = 5497923018708371e-29;
    PI = { high: Math.PI, low: 12246467991473532e-32 };
    HALF_PI = { high: Math.PI / 2, low: 6123233995736766e-32 };
    QUARTER_PI = { high: Math.PI / 4, low: 3061616997868383e-32 };
    LEAST_NORMAL = 2 ** -1022;
  }
});

// ../../work/main/packages/compiler/src/math/exponential.ts
function reduce(math, x) {
  const k = math.round(math.mul(x, Math.LOG2E));
  return { k, high: math.sub(x, math.mul(k, LN2_HIGH)), low: math.mul(k, LN2_LOW) };
}
function scaleFar(math, m, k, x) {
  const inRange = math.scale(m, math.select(math.lt(math.abs(x), EXP_LIMIT), k, 0));
  return math.select(math.gt(x, EXP_LIMIT), Infinity, math.select(math.lt(x, -EXP_LIMIT), 0, inRange));
}
function expm1Reduced(math, { high, low }) {
  const r = math.sub(high, low);
  const lost = math.sub(math.sub(high, r), low);
  const square = math.mul(r, r);
  const upper = math.high(r);
  const lower = math.mul(math.mul(math.sub(r, upper), math.add(r, upper)), 0.5);
  const cube = math.mul(math.mul(r, square), math.polynomial(r, square, CUBE));
  const small = math.add(math.add(lower, math.mul(r, lost)), cube);
  const sum2 = math.fastTwoSum(high, math.mul(math.mul(upper, upper), 0.5));
  return { high: sum2.high, low: math.add(sum2.low, math.sub(small, low)) };
}
function preciseExpm1(math, x) {
  const argument2 = reduce(math, x);
  const reduced = expm1Reduced(math, argument2);
  const power = math.pow2(argument2.k);
  const difference = math.sub(power, 1);
  const missing = math.select(math.gt(power, 1), math.sub(math.sub(power, difference), 1), math.sub(power, math.add(difference, 1)));
  const sum2 = math.fastTwoSum(difference, math.mul(power, reduced.high));
  const low = math.add(sum2.low, math.add(missing, math.mul(power, reduced.low)));
  return { total: { high: sum2.high, low }, k: argument2.k, reduced };
}
var EXP, CUBE, EXP_SAFE, EXP_LIMIT, exp, expm1;
var init_exponential = __esm({
  "../../work/main/packages/compiler/src/math/exponential.ts"() {
    "use strict";
    init_constants();
    EXP = [
      0.5000000000000011,
      0.16666666666666644,
      0.04166666666655068,
      0.008333333333482582,
      0.001388888893718836,
      19841269401119774e-20,
      2480149949036469e-20,
      27557735308570816e-22,
      2762818577141684e-22,
      2494492574511212e-23
    ];
    CUBE = [
      0.16666666666666688,
      0.041666666666666824,
      0.008333333333313863,
      0.001388888888877723,
      19841269903513885e-20,
      24801587562906703e-21,
      2755722847921499e-21,
      27557062517664863e-23,
      2511401912803737e-23,
      2097994059696992e-24
    ];
    EXP_SAFE = 708;
    EXP_LIMIT = 746;
    exp = (math, [x]) => {
      const { k, high, low } = reduce(math, x);
      const r = math.sub(high, low);
      const square = math.mul(r, r);
      const tail = math.sub(math.mul(square, math.polynomial(r, square, EXP)), low);
      const m = math.add(math.add(high, tail), 1);
      const far = math.ge(math.abs(x), EXP_SAFE);
      return math.rarely(far, () => [scaleFar(math, m, k, x)], [math.mul(m, math.pow2(k))])[0];
    };
    expm1 = (math, [x]) => {
      const { total, k, reduced } = preciseExpm1(math, x);
      const far = math.ge(math.abs(x), EXP_SAFE);
      return math.rarely(far, () => {
        const large = scaleFar(math, math.add(math.sum(reduced), 1), k, x);
        return [math.select(math.lt(x, 0), -1, large)];
      }, [math.copysign(math.sum(total), x)])[0];
    };
  }
});

// ../../work/main/packages/compiler/src/math/logarithm.ts
function decompose(math, x) {
  const usual = math.and(math.ge(x, LEAST_NORMAL), math.lt(x, LARGE));
  const [scaled, bias] = math.rarely(math.not(usual), () => {
    const special = math.select(math.eq(x, 0), -Infinity, math.select(math.eq(x, Infinity), Infinity, NaN));
    const tiny = math.and(math.gt(x, 0), math.lt(x, LEAST_NORMAL));
    const huge = math.and(math.ge(x, LARGE), math.lt(x, Infinity));
    return [
      math.select(tiny, math.mul(x, 2 ** 54), math.select(huge, math.mul(x, 2 ** -54), 1)),
      math.select(tiny, -54, math.select(huge, 54, special))
    ];
  }, [x, math.value(0)]);
  const exponent = math.exponent(math.mul(scaled, Math.SQRT2));
  const inverse = math.pow2(math.sub(0, exponent));
  return { e: math.add(exponent, bias), inverse, m: math.mul(scaled, inverse) };
}
function logParts(math, f) {
  const s = math.div(f, math.add(f, 2));
  const square = math.mul(s, s);
  const r = math.mul(square, math.polynomial(square, math.mul(square, square), LOG));
  const halfSquare = math.mul(math.mul(f, f), 0.5);
  return { f, halfSquare, correction: math.mul(s, math.add(halfSquare, r)) };
}
function logMantissa(math, m) {
  const { f, halfSquare, correction } = logParts(math, math.sub(m, 1));
  const high = math.high(math.sub(f, halfSquare));
  return { high, low: math.add(math.sub(math.sub(f, high), halfSquare), correction) };
}
function otherBase(math, m, base, power) {
  const { high, low } = logMantissa(math, m);
  const product4 = math.mul(high, base.high);
  const rest = math.add(math.mul(low, base.high), math.add(math.mul(math.add(high, low), base.low), power.low));
  const sum2 = math.fastTwoSum(power.high, product4);
  return math.add(sum2.high, math.add(sum2.low, rest));
}
function logOnePlus(math, x, bias) {
  const u = math.add(x.high, 1);
  const { e, inverse, m } = decompose(math, u);
  const unscaled = math.eq(e, 0);
  const lost = math.select(math.ge(math.abs(x.high), 1), math.sub(1, math.sub(u, x.high)), math.sub(x.high, math.sub(u, 1)));
  const missing = math.add(math.select(unscaled, 0, lost), x.low);
  const finite = math.lt(math.abs(e), Infinity);
  const relative2 = math.select(finite, math.div(math.mul(missing, inverse), m), 0);
  const { f, halfSquare, correction } = logParts(math, math.select(unscaled, x.high, math.sub(m, 1)));
  const power = math.add(e, bias);
  const tail = math.add(math.add(correction, math.mul(power, LN2_LOW)), relative2);
  return math.sub(math.mul(power, LN2_HIGH), math.sub(math.sub(halfSquare, tail), f));
}
var LOG, LARGE, log, INVERSE_LN2, INVERSE_LN10, LOG10_2, log2, log10, log1p;
var init_logarithm = __esm({
  "../../work/main/packages/compiler/src/math/logarithm.ts"() {
    "use strict";
    init_constants();
    LOG = [
      0.6666666666666734,
      0.399999999994157,
      0.2857142874239202,
      0.2222219855492096,
      0.18183566026254233,
      0.15313990697288601,
      0.14796692545299148
    ];
    LARGE = 2 ** 1022;
    log = (math, [x]) => {
      const { e, m } = decompose(math, x);
      const { f, halfSquare, correction } = logParts(math, math.sub(m, 1));
      const low = math.sub(math.sub(halfSquare, math.add(correction, math.mul(e, LN2_LOW))), f);
      return math.sub(math.mul(e, LN2_HIGH), low);
    };
    INVERSE_LN2 = { high: 1.4426950407214463, low: 16751713164886512e-26 };
    INVERSE_LN10 = { high: 0.4342944818781689, low: 25082946711645275e-27 };
    LOG10_2 = { high: 0.30102999566395283, low: 28363394551044964e-30 };
    log2 = (math, [x]) => {
      const { e, m } = decompose(math, x);
      return otherBase(math, m, INVERSE_LN2, { high: e, low: math.value(0) });
    };
    log10 = (math, [x]) => {
      const { e, m } = decompose(math, x);
      return otherBase(math, m, INVERSE_LN10, { high: math.mul(e, LOG10_2.high), low: math.mul(e, LOG10_2.low) });
    };
    log1p = (math, [x]) => {
      const zero = math.value(0);
      return math.copysign(logOnePlus(math, { high: x, low: zero }, zero), x);
    };
  }
});

// ../../work/main/packages/compiler/src/math/power.ts
function preciseLog(math, e, m) {
  const f = math.sub(m, 1);
  const denominator = math.add(m, 1);
  const inverse = math.div(1, denominator);
  const s = math.mul(f, inverse);
  const sHigh = math.high(s);
  const upper = math.high(denominator);
  const lower = math.sub(m, math.sub(upper, 1));
  const sLow = math.mul(math.sub(math.sub(f, math.mul(sHigh, upper)), math.mul(sHigh, lower)), inverse);
  const exactSquare = math.mul(sHigh, sHigh);
  const cross = math.mul(sLow, math.add(sHigh, s));
  const square = math.add(exactSquare, cross);
  const fourth = math.mul(square, square);
  const r = math.add(math.mul(fourth, math.polynomial(square, fourth, ARTANH)), cross);
  const tHigh = math.high(math.add(math.add(exactSquare, 3), r));
  const tLow = math.sub(r, math.sub(math.sub(tHigh, 3), exactSquare));
  const product4 = math.mul(sHigh, tHigh);
  const rest = math.add(math.mul(sLow, tHigh), math.mul(tLow, s));
  const pHigh = math.high(math.add(product4, rest));
  const pLow = math.sub(rest, math.sub(pHigh, product4));
  const logHigh = math.mul(pHigh, TWO_THIRDS.high);
  const logLow = math.add(math.mul(pHigh, TWO_THIRDS.low), math.mul(pLow, 2 / 3));
  const sum2 = math.fastTwoSum(math.mul(e, LN2_HIGH), logHigh);
  return { high: sum2.high, low: math.add(sum2.low, math.add(math.mul(e, LN2_LOW), logLow)) };
}
function preciseProduct(math, a, b) {
  const [aHigh, bHigh] = [math.high(a), math.high(b.high)];
  const bLow = math.add(math.sub(b.high, bHigh), b.low);
  return { high: math.mul(aHigh, bHigh), low: math.add(math.mul(math.sub(a, aHigh), bHigh), math.mul(a, bLow)) };
}
function isSimplePower(exponent) {
  return simplePowers.has(exponent);
}
function specialPower(math, x, y, logarithm, power, k) {
  const magnitude2 = math.abs(x);
  const log3 = math.select(math.eq(magnitude2, 0), -Infinity, math.select(math.eq(magnitude2, Infinity), Infinity, logarithm));
  const product4 = math.mul(y, log3);
  const moderate = math.lt(math.abs(product4), EXP_LIMIT);
  const extreme2 = math.select(math.gt(product4, 0), Infinity, math.select(math.lt(product4, 0), 0, NaN));
  const size = math.select(moderate, scaleFar(math, power, k, math.select(moderate, product4, 0)), extreme2);
  const integer = math.eq(y, math.floor(y));
  const half = math.mul(y, 0.5);
  const odd = math.and(integer, math.ne(half, math.floor(half)));
  const signed = math.copysign(size, math.select(odd, x, 1));
  const undefinedPower = math.and(math.and(math.lt(x, 0), math.lt(magnitude2, Infinity)), math.not(integer));
  return math.select(math.eq(y, 0), 1, math.select(undefinedPower, NaN, signed));
}
var ARTANH, EXP2, TWO_THIRDS, simplePowers, pow, CUBE_ROOT, cbrt, hypot;
var init_power = __esm({
  "../../work/main/packages/compiler/src/math/power.ts"() {
    "use strict";
    init_exponential();
    init_constants();
    init_logarithm();
    ARTANH = [
      0.6000000000000332,
      0.4285714285517325,
      0.33333333776626667,
      0.2727267676966807,
      0.2308012830568416,
      0.19885360192674637,
      0.19793607385165546
    ];
    EXP2 = [
      0.5,
      0.16666666666666688,
      0.041666666666666824,
      0.008333333333313863,
      0.001388888888877723,
      19841269903513885e-20,
      24801587562906703e-21,
      2755722847921499e-21,
      27557062517664863e-23,
      2511401912803737e-23,
      2097994059696992e-24
    ];
    TWO_THIRDS = { high: 0.6666665077209473, low: 15894571940104166e-23 };
    simplePowers = /* @__PURE__ */ new Map([
      [2, (math, x) => math.mul(x, x)],
      // √−0 is −0, but (−0)**0.5 is 0; and (−∞)**0.5 is ∞.
      [0.5, (math, x) => math.select(math.eq(x, -Infinity), Infinity, math.sqrt(math.add(x, 0)))],
      [-1, (math, x) => math.div(1, x)],
      [1, (_, x) => x]
    ]);
    pow = (math, [x, y]) => {
      const exponent = math.constantOf(y);
      const simple = typeof exponent === "number" ? simplePowers.get(exponent) : void 0;
      if (simple) return simple(math, x);
      const { e, m } = decompose(math, math.abs(x));
      const logarithm = preciseLog(math, e, m);
      const product4 = preciseProduct(math, y, logarithm);
      const k = math.round(math.mul(math.add(product4.high, product4.low), Math.LOG2E));
      const head = math.sub(product4.high, math.mul(k, LN2_HIGH));
      const tail = math.sub(product4.low, math.mul(k, LN2_LOW));
      const r = math.add(head, tail);
      const square = math.mul(r, r);
      const sum2 = math.fastTwoSum(1, head);
      const power = math.add(sum2.high, math.add(sum2.low, math.add(tail, math.mul(square, math.polynomial(r, square, EXP2)))));
      const usual = math.and(math.gt(x, 0), math.lt(math.abs(product4.high), EXP_SAFE));
      const [general2] = math.rarely(math.not(usual), () => [specialPower(math, x, y, logarithm.high, power, k)], [math.mul(power, math.pow2(k))]);
      const isSimple = [...simplePowers.keys()].map((value) => math.eq(y, value)).reduce((left, right) => math.or(left, right));
      return math.rarely(isSimple, () => [
        [...simplePowers].reduce((result2, [value, compute]) => math.select(math.eq(y, value), compute(math, x), result2), x)
      ], [general2])[0];
    };
    CUBE_ROOT = [
      0.4733306782658951,
      0.8381600362865655,
      -0.46922872344979755,
      0.20277723209749537,
      -0.050386539913467324,
      0.005348547675164436
    ];
    cbrt = (math, [x]) => {
      const magnitude2 = math.abs(x);
      const usual = math.and(math.ge(magnitude2, LEAST_NORMAL), math.lt(magnitude2, Infinity));
      const [scaled, factor] = math.rarely(math.not(usual), () => {
        const tiny = math.and(math.gt(magnitude2, 0), math.lt(magnitude2, LEAST_NORMAL));
        return [math.select(tiny, math.mul(magnitude2, 2 ** 54), 1), math.select(tiny, 2 ** -18, magnitude2)];
      }, [magnitude2, math.value(1)]);
      const exponent = math.exponent(scaled);
      const third = math.floor(math.mul(math.add(exponent, 0.5), 1 / 3));
      const rest = math.sub(exponent, math.mul(third, 3));
      const m = math.mantissa(scaled);
      const a = math.mul(m, math.pow2(rest));
      const rough = math.polynomial(m, math.mul(m, m), CUBE_ROOT);
      const shift2 = math.select(math.eq(rest, 0), 1, math.select(math.eq(rest, 1), Math.cbrt(2), Math.cbrt(4)));
      const t = math.high(math.mul(rough, shift2));
      const quotient3 = math.div(a, math.mul(t, t));
      const step = math.div(math.sub(quotient3, t), math.add(math.add(t, t), quotient3));
      const root = math.add(t, math.mul(t, step));
      return math.copysign(math.mul(math.mul(root, math.pow2(third)), factor), x);
    };
    hypot = (math, parameters) => {
      if (parameters.length === 0) return math.value(0);
      const magnitudes = parameters.map((x) => math.abs(x));
      if (magnitudes.length === 1) return magnitudes[0];
      const largest = magnitudes.reduce((most, x) => math.select(math.gt(x, most), x, most), math.value(0));
      const unusual = math.not(math.and(math.gt(largest, 2 ** -500), math.lt(largest, 2 ** 500)));
      const [scale, unscale] = math.rarely(unusual, () => {
        const big = math.gt(largest, 1);
        return [math.select(big, 2 ** -600, 2 ** 600), math.select(big, 2 ** 600, 2 ** -600)];
      }, [math.value(1), math.value(1)]);
      const squares = magnitudes.map((x) => {
        const scaled = math.mul(x, scale);
        return math.twoProduct(scaled, scaled);
      });
      const sum2 = squares.reduce((left, right) => {
        const { high, low } = math.twoSum(left.high, right.high);
        return { high, low: math.add(low, math.add(left.low, right.low)) };
      });
      const result2 = math.mul(math.sum(math.root(sum2)), unscale);
      return math.rarely(unusual, () => [
        math.select(math.eq(largest, Infinity), Infinity, math.select(math.eq(largest, 0), sum2.high, result2))
      ], [result2])[0];
    };
  }
});

// ../../work/main/packages/compiler/src/math/kernel-builder.ts
var ROUNDER, KernelBuilder;
var init_kernel_builder = __esm({
  "../../work/main/packages/compiler/src/math/kernel-builder.ts"() {
    "use strict";
    ROUNDER = 6755399441055744;
    KernelBuilder = class {
      builder;
      constants;
      shared = /* @__PURE__ */ new Map();
      /** `constants` are those of the region around. */
      constructor(builder, constants3) {
        this.builder = builder;
        this.constants = constants3;
      }
      constantOf(value) {
        return this.constants.get(value);
      }
      /** Work on one argument that several functions need, such as the reduction of sin(x) and cos(x): done once in a block. */
      share(what, argument2, make3) {
        const key2 = `${what} ${argument2.id}`;
        if (!this.shared.has(key2)) this.shared.set(key2, make3());
        return this.shared.get(key2);
      }
      value(operand2) {
        return typeof operand2 === "number" ? this.builder.f64(operand2) : operand2;
      }
      add(left, right) {
        return this.builder.add(this.value(left), this.value(right));
      }
      sub(left, right) {
        return this.builder.sub(this.value(left), this.value(right));
      }
      mul(left, right) {
        return this.builder.mul(this.value(left), this.value(right));
      }
      div(left, right) {
        return this.builder.div(this.value(left), this.value(right));
      }
      neg(x) {
        return this.builder.unary("neg", x);
      }
      abs(x) {
        return this.builder.unary("abs", x);
      }
      sqrt(x) {
        return this.builder.unary("sqrt", x);
      }
      floor(x) {
        return this.builder.unary("floor", x);
      }
      high(x) {
        return this.builder.unary("high", x);
      }
      exponent(x) {
        return this.builder.unary("exponent", x);
      }
      mantissa(x) {
        return this.builder.unary("mantissa", x);
      }
      pow2(x) {
        return this.builder.unary("pow2", x);
      }
      copysign(x, sign2) {
        return this.builder.binary("copysign", this.value(x), this.value(sign2));
      }
      compare(relation, left, right) {
        return this.builder.compare(relation, this.value(left), this.value(right));
      }
      lt(left, right) {
        return this.compare("lt", left, right);
      }
      le(left, right) {
        return this.compare("le", left, right);
      }
      gt(left, right) {
        return this.compare("gt", left, right);
      }
      ge(left, right) {
        return this.compare("ge", left, right);
      }
      eq(left, right) {
        return this.compare("eq", left, right);
      }
      ne(left, right) {
        return this.compare("ne", left, right);
      }
      and(left, right) {
        return this.builder.and(left, right);
      }
      or(left, right) {
        return this.builder.or(left, right);
      }
      not(x) {
        return this.builder.not(x);
      }
      select(condition, whenTrue, whenFalse) {
        return this.builder.select(condition, this.value(whenTrue), this.value(whenFalse));
      }
      /** What few arguments need: skipped by the others, in vectors when no lane needs it. */
      rarely(condition, rare2, usual) {
        return this.builder.if(condition, rare2, () => usual);
      }
      /** To an integer, half to even; |x| < 2^51. −0 becomes 0. */
      round(x) {
        return this.sub(this.add(x, ROUNDER), ROUNDER);
      }
      /** c[0] + c[1]·x + … by Horner's rule. */
      horner(x, coefficients) {
        let sum2 = this.value(coefficients.at(-1));
        for (const coefficient of coefficients.slice(0, -1).toReversed()) sum2 = this.add(this.mul(sum2, x), coefficient);
        return sum2;
      }
      /** c[0] + c[1]·x + …: even and odd powers apart, which halves the chain of dependent operations. `square` is x². */
      polynomial(x, square, coefficients) {
        const even = this.horner(square, coefficients.filter((_, index) => index % 2 === 0));
        const odd = this.horner(square, coefficients.filter((_, index) => index % 2 === 1));
        return this.add(even, this.mul(odd, x));
      }
      /** a + b exactly, where |a| ≥ |b| or a = 0 (Dekker 1971). */
      fastTwoSum(a, b) {
        const high = this.add(a, b);
        return { high, low: this.sub(b, this.sub(high, a)) };
      }
      /** a + b exactly (Knuth). */
      twoSum(a, b) {
        const high = this.add(a, b);
        const partOfB = this.sub(high, a);
        return { high, low: this.add(this.sub(a, this.sub(high, partOfB)), this.sub(b, partOfB)) };
      }
      /** Upper 27 and lower 26 bits of a number below 2^995 (Veltkamp). */
      split(x) {
        if (typeof x === "number") {
          const scaled2 = x * 134217729;
          const high2 = scaled2 - (scaled2 - x);
          return { high: this.value(high2), low: this.value(x - high2) };
        }
        const scaled = this.mul(x, 134217729);
        const high = this.sub(scaled, this.sub(scaled, x));
        return { high, low: this.sub(x, high) };
      }
      /** a · b exactly, barring overflow and underflow (Dekker 1971). */
      twoProduct(a, b) {
        const [x, y] = [this.split(a), this.split(b)];
        const high = this.mul(a, b);
        const error = this.sub(this.mul(x.high, y.high), high);
        return { high, low: this.add(this.add(this.add(error, this.mul(x.high, y.low)), this.mul(x.low, y.high)), this.mul(x.low, y.low)) };
      }
      sum({ high, low }) {
        return this.add(high, low);
      }
      /** a / b to about 2^-100, barring overflow and underflow. */
      quotient(a, b) {
        const high = this.div(a.high, b.high);
        const product4 = this.twoProduct(high, b.high);
        const rest = this.sub(this.add(this.sub(this.sub(a.high, product4.high), product4.low), a.low), this.mul(high, b.low));
        return { high, low: this.div(rest, b.high) };
      }
      /** √a to about 2^-100; NaN for 0. */
      root(a) {
        const high = this.sqrt(a.high);
        const square = this.twoProduct(high, high);
        const rest = this.add(this.sub(this.sub(a.high, square.high), square.low), a.low);
        return { high, low: this.div(rest, this.add(high, high)) };
      }
      /** x · 2^k rounded once, for −2100 < k < 2100 where the result may be subnormal or overflow. */
      scale(x, k) {
        const half = this.floor(this.mul(k, 0.5));
        return this.mul(this.mul(x, this.pow2(half)), this.pow2(this.sub(k, half)));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/math/hyperbolic.ts
function exponential(math, magnitude2) {
  const { total, reduced, k } = preciseExpm1(math, magnitude2);
  return {
    minusOne: math.fastTwoSum(total.high, total.low),
    far: math.ge(magnitude2, EXPONENTIAL_FAR),
    farHalf: () => [scaleFar(math, math.add(math.sum(reduced), 1), math.sub(k, 1), magnitude2)]
  };
}
function addOne(math, { high, low }) {
  const sum2 = math.twoSum(high, 1);
  return { high: sum2.high, low: math.add(sum2.low, low) };
}
function inverseHyperbolic(math, magnitude2, far, near) {
  return logOnePlus(math, { high: math.select(far, magnitude2, near.high), low: math.select(far, -1, near.low) }, math.select(far, 1, 0));
}
var EXPONENTIAL_FAR, sinh, cosh, TANH_LIMIT, tanh, FAR, asinh, acosh, atanh;
var init_hyperbolic = __esm({
  "../../work/main/packages/compiler/src/math/hyperbolic.ts"() {
    "use strict";
    init_exponential();
    init_logarithm();
    EXPONENTIAL_FAR = 600;
    sinh = (math, [x]) => {
      const { minusOne, far, farHalf } = exponential(math, math.abs(x));
      const power = addOne(math, minusOne);
      const inverse = math.quotient(minusOne, power);
      const sum2 = math.fastTwoSum(minusOne.high, inverse.high);
      const near = math.mul(math.add(sum2.high, math.add(sum2.low, math.add(minusOne.low, inverse.low))), 0.5);
      return math.copysign(math.rarely(far, farHalf, [near])[0], x);
    };
    cosh = (math, [x]) => {
      const { minusOne, far, farHalf } = exponential(math, math.abs(x));
      const power = addOne(math, minusOne);
      const inverse = math.div(1, power.high);
      const low = math.mul(power.low, math.sub(1, math.mul(inverse, inverse)));
      const near = math.mul(math.add(power.high, math.add(inverse, low)), 0.5);
      return math.rarely(far, farHalf, [near])[0];
    };
    TANH_LIMIT = 30;
    tanh = (math, [x]) => {
      const magnitude2 = math.abs(x);
      const bounded = math.select(math.gt(magnitude2, TANH_LIMIT), TANH_LIMIT, magnitude2);
      const { minusOne } = exponential(math, math.add(bounded, bounded));
      const { high, low } = math.twoSum(minusOne.high, 2);
      return math.copysign(math.sum(math.quotient(minusOne, { high, low: math.add(low, minusOne.low) })), x);
    };
    FAR = 2 ** 30;
    asinh = (math, [x]) => {
      const magnitude2 = math.abs(x);
      const far = math.ge(magnitude2, FAR);
      const near = math.select(far, 1, magnitude2);
      const square = math.twoProduct(near, near);
      const root = math.root(addOne(math, square));
      const excess = math.quotient(square, addOne(math, root));
      const sum2 = math.fastTwoSum(near, excess.high);
      return math.copysign(inverseHyperbolic(math, magnitude2, far, { high: sum2.high, low: math.add(sum2.low, excess.low) }), x);
    };
    acosh = (math, [x]) => {
      const far = math.ge(x, FAR);
      const near = math.select(math.lt(x, 1), NaN, math.select(far, 2, x));
      const t = math.sub(near, 1);
      const lost = math.sub(near, math.add(t, 1));
      const product4 = math.twoProduct(t, math.add(t, 2));
      const inexact = math.sub(t, math.sub(math.add(t, 2), 2));
      const root = math.root({ high: product4.high, low: math.add(product4.low, math.mul(t, inexact)) });
      const sum2 = math.twoSum(t, root.high);
      return inverseHyperbolic(math, x, far, { high: sum2.high, low: math.add(sum2.low, math.add(root.low, lost)) });
    };
    atanh = (math, [x]) => {
      const magnitude2 = math.abs(x);
      const denominator = math.twoSum(1, math.neg(magnitude2));
      const twice = { high: math.add(magnitude2, magnitude2), low: math.value(0) };
      const half = math.mul(logOnePlus(math, math.quotient(twice, denominator), math.value(0)), 0.5);
      return math.copysign(math.select(math.eq(magnitude2, 1), Infinity, half), x);
    };
  }
});

// ../../work/main/packages/compiler/src/math/inverse-trigonometric.ts
function arcsine(math, x) {
  const magnitude2 = math.abs(x);
  const big = math.gt(magnitude2, 0.5);
  const square = math.select(big, math.mul(math.sub(1, magnitude2), 0.5), math.mul(magnitude2, magnitude2));
  const root = math.sqrt(square);
  const upper = math.high(root);
  const lower = math.div(math.sub(square, math.mul(upper, upper)), math.add(math.add(root, upper), 2 ** -1e3));
  const head = math.select(big, upper, magnitude2);
  const s = math.select(big, root, magnitude2);
  const series = math.mul(math.mul(s, square), math.polynomial(square, math.mul(square, square), ARCSINE));
  return { big, magnitude: magnitude2, head, tail: math.add(series, math.select(big, lower, 0)) };
}
function sumWith(math, constant, head, tail) {
  const sum2 = math.fastTwoSum(constant.high, head);
  return math.add(sum2.high, math.add(sum2.low, math.add(tail, constant.low)));
}
function arctangent(math, y, x) {
  const small = math.lt(y, math.mul(x, TAN_PI_8));
  const large = math.gt(y, math.mul(x, TAN_3_PI_8));
  const edge = math.or(small, large);
  const choose = (whenSmall, whenLarge, otherwise) => math.select(small, whenSmall, math.select(large, whenLarge, otherwise));
  const [difference, sum2] = [math.twoSum(y, math.neg(x)), math.twoSum(y, x)];
  const t = math.quotient(
    { high: choose(y, math.neg(x), difference.high), low: math.select(edge, 0, difference.low) },
    { high: choose(x, y, sum2.high), low: math.select(edge, 0, sum2.low) }
  );
  const square = math.mul(t.high, t.high);
  const series = math.mul(math.mul(t.high, square), math.polynomial(square, math.mul(square, square), ARCTANGENT));
  const tail = math.add(series, math.sub(t.low, math.mul(t.low, square)));
  const total = math.fastTwoSum(choose(0, HALF_PI.high, QUARTER_PI.high), t.high);
  return { high: total.high, low: math.add(total.low, math.add(tail, choose(0, HALF_PI.low, QUARTER_PI.low))) };
}
var ARCSINE, ARCTANGENT, TAN_PI_8, TAN_3_PI_8, asin, acos, ATAN_LIMIT, atan, atan2;
var init_inverse_trigonometric = __esm({
  "../../work/main/packages/compiler/src/math/inverse-trigonometric.ts"() {
    "use strict";
    init_constants();
    ARCSINE = [
      0.1666666666666674,
      0.07499999999974591,
      0.044642857171883016,
      0.030381942810199628,
      0.022372212685978558,
      0.017351645302114253,
      0.013980498644665149,
      0.011401026612548423,
      0.01077085337639782,
      0.003733966578142547,
      0.021657248746484132,
      -0.02094909314230426,
      0.03260914998518215
    ];
    ARCTANGENT = [
      -0.3333333333333323,
      0.19999999999961113,
      -0.14285714280815462,
      0.11111110809706,
      -0.09090898413743513,
      0.07692070530511504,
      -0.06663208978006906,
      0.05848578798696601,
      -0.05042130329881301,
      0.03813022397830685,
      -0.01797327921888723
    ];
    TAN_PI_8 = 0.4142135623730951;
    TAN_3_PI_8 = 2.414213562373095;
    asin = (math, [x]) => {
      const { big, head, tail } = arcsine(math, x);
      const beyond = sumWith(math, HALF_PI, math.mul(head, -2), math.mul(tail, -2));
      return math.copysign(math.select(big, beyond, math.add(head, tail)), x);
    };
    acos = (math, [x]) => {
      const { big, head, tail } = arcsine(math, x);
      const negative = math.lt(x, 0);
      const factor = math.select(big, math.select(negative, -2, 2), math.select(negative, 1, -1));
      const constant = {
        high: math.select(big, math.select(negative, PI.high, 0), HALF_PI.high),
        low: math.select(big, math.select(negative, PI.low, 0), HALF_PI.low)
      };
      return sumWith(math, constant, math.mul(head, factor), math.mul(tail, factor));
    };
    ATAN_LIMIT = 2 ** 60;
    atan = (math, [x]) => {
      const magnitude2 = math.abs(x);
      const bounded = math.select(math.gt(magnitude2, ATAN_LIMIT), ATAN_LIMIT, magnitude2);
      return math.copysign(math.sum(arctangent(math, bounded, math.value(1))), x);
    };
    atan2 = (math, [y, x]) => {
      const [a, b] = [math.abs(y), math.abs(x)];
      const larger = math.select(math.gt(a, b), a, b);
      const usual = math.and(math.gt(larger, 2 ** -900), math.lt(larger, 2 ** 900));
      const [n, d] = math.rarely(math.not(usual), () => {
        const infinite = math.or(math.eq(a, Infinity), math.eq(b, Infinity));
        const scale = math.select(math.gt(larger, 1), 2 ** -100, 2 ** 600);
        const one2 = (value, whenZero) => math.select(
          infinite,
          math.select(math.eq(value, Infinity), 1, 0),
          math.select(math.eq(larger, 0), whenZero, math.mul(value, scale))
        );
        const undefinedAngle = math.or(math.ne(x, x), math.ne(y, y));
        return [math.select(undefinedAngle, NaN, one2(a, 0)), one2(b, 1)];
      }, [a, b]);
      const angle = arctangent(math, n, d);
      const supplement = sumWith(math, PI, math.neg(angle.high), math.neg(angle.low));
      const left = math.lt(math.copysign(1, x), 0);
      return math.copysign(math.select(left, supplement, math.sum(angle)), y);
    };
  }
});

// ../../work/main/packages/compiler/src/math/rounding.ts
var round, sign, fround, clz32, imul;
var init_rounding = __esm({
  "../../work/main/packages/compiler/src/math/rounding.ts"() {
    "use strict";
    round = (math, [x]) => {
      const floor2 = math.floor(x);
      const up = math.ge(math.sub(x, floor2), 0.5);
      return math.copysign(math.select(up, math.add(floor2, 1), floor2), x);
    };
    sign = (math, [x]) => math.select(math.gt(x, 0), 1, math.select(math.lt(x, 0), -1, x));
    fround = ({ builder }, [x]) => builder.convert("value", "f64", builder.convert("value", "f32", x));
    clz32 = ({ builder }, [x]) => builder.convert("value", "f64", builder.unary("clz", builder.convert("wrap", "i32", x)));
    imul = ({ builder }, [x, y]) => {
      const product4 = builder.mul(builder.convert("wrap", "i32", x), builder.convert("wrap", "i32", y));
      return builder.convert("value", "f64", product4);
    };
  }
});

// ../../work/main/packages/compiler/src/math/payne-hanek.ts
function reduceHuge(math, x) {
  const scaled = math.mul(math.abs(x), 2 ** -SHIFT);
  const high = math.high(scaled);
  const low = math.sub(scaled, high);
  const zero = math.value(0);
  const [, , upper, middle, lower] = math.builder.while(
    [zero, math.value(2 ** SHIFT), zero, zero, zero],
    ([, weight2]) => math.ge(math.mul(scaled, weight2), NEGLIGIBLE),
    ([index, weight2, ...sums]) => {
      const digit = DIGITS.reduceRight((rest2, value, position) => math.select(math.eq(index, position), value * 2 ** (SHIFT - DIGIT_BITS * (position + 1)), rest2), zero);
      const digitHigh = math.high(digit);
      const digitLow = math.sub(digit, digitHigh);
      const products = [high, low].flatMap((part) => [math.mul(part, digitHigh), math.mul(part, digitLow)]);
      return [math.add(index, 1), math.mul(weight2, 2 ** -DIGIT_BITS), ...products.reduce((sum2, product5) => accumulate(math, sum2, product5), sums)];
    }
  );
  const turns = math.sub(upper, math.mul(math.floor(math.mul(upper, 0.25)), 4));
  const quadrant = math.round(turns);
  const fraction = math.twoSum(math.sub(turns, quadrant), middle);
  const { high: f, low: rest } = math.fastTwoSum(fraction.high, math.add(fraction.low, lower));
  const product4 = math.twoProduct(f, HALF_PI.high);
  const correction = math.add(product4.low, math.add(math.mul(f, HALF_PI.low), math.mul(rest, HALF_PI.high)));
  const y = math.fastTwoSum(product4.high, correction);
  const sign2 = math.copysign(1, x);
  return [math.mul(y.high, sign2), math.mul(y.low, sign2), math.mul(quadrant, sign2)];
}
function accumulate(math, [upper, middle, lower], product4) {
  const modulo = math.sub(product4, math.mul(math.floor(math.mul(product4, 0.25)), 4));
  const top = math.sub(math.add(modulo, UPPER_ROUNDER), UPPER_ROUNDER);
  const below = math.sub(modulo, top);
  const centre = math.sub(math.add(below, MIDDLE_ROUNDER), MIDDLE_ROUNDER);
  return [math.add(upper, top), math.add(middle, centre), math.add(lower, math.sub(below, centre))];
}
var DIGIT_BITS, DIGITS, SHIFT, NEGLIGIBLE, UPPER_ROUNDER, MIDDLE_ROUNDER;
var init_payne_hanek = __esm({
  "../../work/main/packages/compiler/src/math/payne-hanek.ts"() {
    "use strict";
    init_constants();
    DIGIT_BITS = 42;
    DIGITS = [
      2799883368761,
      280559075957,
      2149585860464,
      942251809084,
      1160732211525,
      2451317701718,
      471525461648,
      2533273634377,
      805980030536,
      1992359326155,
      319602801184,
      2430770002756,
      2283420106906,
      3599046546329,
      504899884238,
      2150109568907,
      3263715929215,
      3889092747353,
      2216132592738,
      3685256863597,
      936222957356,
      667682104310,
      1819320945501,
      1270149016549,
      4148618861799,
      3816701898406,
      3293567535075,
      1499083440944
    ];
    SHIFT = 200;
    NEGLIGIBLE = 2 ** -125;
    UPPER_ROUNDER = 1.5 * 2 ** (52 - 43);
    MIDDLE_ROUNDER = 1.5 * 2 ** (52 - 90);
  }
});

// ../../work/main/packages/compiler/src/math/trigonometric.ts
function reduce2(math, x) {
  const k = math.round(math.mul(x, 2 / Math.PI));
  const [first, second, third, fourth] = PIECES.map((piece) => math.mul(k, piece));
  const exact2 = math.sub(math.sub(x, first), second);
  const sum2 = math.sub(exact2, third);
  const error = math.sub(math.sub(exact2, sum2), third);
  const rest = math.sub(fourth, error);
  const high = math.sub(sum2, rest);
  const low = math.sub(math.sub(sum2, high), rest);
  const magnitude2 = math.abs(x);
  const huge = math.and(math.ge(magnitude2, CODY_WAITE), math.lt(magnitude2, Infinity));
  const [a, b, c] = math.rarely(huge, () => reduceHuge(math, x), [high, low, k]);
  return { high: a, low: b, quadrant: c };
}
function circular(math, x) {
  return math.share("circular", x, () => {
    const { high, low, quadrant } = reduce2(math, x);
    const square = math.mul(high, high);
    const fourth = math.mul(square, square);
    const cube = math.mul(square, high);
    const [first, ...others] = SINE;
    const series = math.mul(cube, math.polynomial(square, fourth, others));
    const sine = math.sub(math.sub(math.mul(square, math.sub(math.mul(low, 0.5), series)), low), math.mul(cube, first));
    const half = math.mul(square, 0.5);
    const one2 = math.sub(1, half);
    const tail = math.sub(math.mul(fourth, math.polynomial(square, fourth, COSINE)), math.mul(high, low));
    return {
      quadrant,
      sine: { high, low: math.sub(0, sine) },
      cosine: { high: one2, low: math.add(math.sub(math.sub(1, one2), half), tail) }
    };
  });
}
function inQuadrant(math, { sine, cosine }, quadrant) {
  const { odd, half } = parity(math, quadrant);
  const value = math.select(odd, math.add(cosine.high, cosine.low), math.add(sine.high, sine.low));
  return math.mul(value, math.sub(1, math.mul(math.sub(half, math.mul(math.floor(math.mul(half, 0.5)), 2)), 2)));
}
function parity(math, quadrant) {
  const half = math.floor(math.mul(quadrant, 0.5));
  return { odd: math.ne(math.add(half, half), quadrant), half };
}
var SINE, COSINE, PIECES, CODY_WAITE, sin, cos, tan;
var init_trigonometric = __esm({
  "../../work/main/packages/compiler/src/math/trigonometric.ts"() {
    "use strict";
    init_payne_hanek();
    SINE = [
      -0.16666666666666632,
      0.008333333333322463,
      -19841269829823328e-20,
      27557313691586327e-22,
      -25050757406636383e-24,
      15896725204462578e-26
    ];
    COSINE = [
      0.041666666666666616,
      -0.001388888888887649,
      24801587290763613e-21,
      -2755731468079949e-22,
      2087576355333761e-24,
      -1136155300910029e-26
    ];
    PIECES = [1.5707963267341256, 6077094383272197e-26, 612323399409214e-31, 16446256936324258e-42];
    CODY_WAITE = 6588397;
    sin = (math, [x]) => {
      const parts = circular(math, x);
      return inQuadrant(math, parts, parts.quadrant);
    };
    cos = (math, [x]) => {
      const parts = circular(math, x);
      return inQuadrant(math, parts, math.add(parts.quadrant, 1));
    };
    tan = (math, [x]) => {
      const { quadrant, ...parts } = circular(math, x);
      const { odd } = parity(math, quadrant);
      const sine = math.fastTwoSum(parts.sine.high, parts.sine.low);
      const cosine = math.fastTwoSum(parts.cosine.high, parts.cosine.low);
      const numerator = { high: math.select(odd, math.neg(cosine.high), sine.high), low: math.select(odd, math.neg(cosine.low), sine.low) };
      const denominator = { high: math.select(odd, sine.high, cosine.high), low: math.select(odd, sine.low, cosine.low) };
      return math.select(math.eq(x, 0), x, math.sum(math.quotient(numerator, denominator)));
    };
  }
});

// ../../work/main/packages/compiler/src/math/kernels.ts
var mathKernels;
var init_kernels = __esm({
  "../../work/main/packages/compiler/src/math/kernels.ts"() {
    "use strict";
    init_exponential();
    init_hyperbolic();
    init_inverse_trigonometric();
    init_logarithm();
    init_power();
    init_rounding();
    init_trigonometric();
    mathKernels = {
      exp,
      expm1,
      log,
      log2,
      log10,
      log1p,
      pow,
      cbrt,
      hypot,
      sin,
      cos,
      tan,
      asin,
      acos,
      atan,
      atan2,
      sinh,
      cosh,
      tanh,
      asinh,
      acosh,
      atanh,
      round,
      sign,
      fround,
      clz32,
      imul
    };
  }
});

// ../../work/main/packages/compiler/src/math/remainder.ts
function divisionStep(math, r, b) {
  const step = (dividend, divisor) => {
    const digit = math.round(math.div(dividend, divisor));
    const upper = math.high(divisor);
    const partly = math.sub(dividend, math.mul(digit, upper));
    const rest = math.sub(partly, math.mul(digit, math.sub(divisor, upper)));
    return math.select(math.lt(rest, 0), math.add(rest, divisor), rest);
  };
  const scaled = () => math.mul(step(math.mul(r, 2 ** -30), math.mul(b, 2 ** -30)), 2 ** 30);
  return math.rarely(math.ge(r, HUGE), () => [scaled()], [step(r, b)])[0];
}
function normalise(math, x) {
  const small = math.lt(x, LEAST_NORMAL);
  return { normal: math.select(small, math.mul(x, 2 ** 54), x), shift: math.select(small, 54, 0) };
}
var DIGIT, HUGE, remainder;
var init_remainder = __esm({
  "../../work/main/packages/compiler/src/math/remainder.ts"() {
    "use strict";
    init_constants();
    DIGIT = 2 ** 18;
    HUGE = 2 ** 1e3;
    remainder = (math, [x, y]) => {
      const { builder } = math;
      const [a, b] = [math.abs(x), math.abs(y)];
      const defined = math.and(math.lt(a, Infinity), math.gt(b, 0));
      const [r] = builder.while(
        [math.select(defined, a, NaN)],
        ([large]) => math.ge(large, math.mul(b, DIGIT)),
        ([large]) => {
          const [dividend, divisor] = [normalise(math, large), normalise(math, b)];
          const exponents = math.sub(math.sub(math.exponent(dividend.normal), dividend.shift), math.exponent(divisor.normal));
          return [divisionStep(math, large, math.scale(divisor.normal, math.sub(exponents, 17)))];
        }
      );
      return math.select(math.lt(a, b), x, math.copysign(divisionStep(math, r, b), x));
    };
  }
});

// ../../work/main/packages/compiler/src/passes/expand-math.ts
function expandMath(region3, _context) {
  const replaced = /* @__PURE__ */ new Map();
  const replace = (value) => replaced.get(value) ?? value;
  const constants3 = /* @__PURE__ */ new Map();
  forEachRegionOperation(region3, (operation) => {
    if (operation.kind === "const") constants3.set(operation.result, operation.value);
  });
  const expandBlock = (block) => {
    const { operations } = block;
    block.operations = [];
    const math = new KernelBuilder(new Builder(region3, block), constants3);
    for (const operation of operations) {
      if (operation.kind === "call") replaced.set(operation.result, mathKernels[operation.callee](math, operation.arguments.map(replace)));
      else if (operation.kind === "binary" && operation.operator === "rem" && operation.left.type === "f64") {
        replaced.set(operation.result, remainder(math, [replace(operation.left), replace(operation.right)]));
      } else {
        block.operations.push(operation);
        nestedBlocks(operation).forEach(expandBlock);
      }
    }
  };
  for (const block of [region3.prologue, region3.body]) expandBlock(block);
  if (replaced.size === 0) return;
  for (const block of [region3.prologue, region3.body]) substitute(block, replace);
  for (const guard of region3.guards) guard.condition = replace(guard.condition);
  if (region3.work) region3.work = replace(region3.work);
}
var init_expand_math = __esm({
  "../../work/main/packages/compiler/src/passes/expand-math.ts"() {
    "use strict";
    init_builder();
    init_walk();
    init_kernel_builder();
    init_kernels();
    init_remainder();
  }
});

// ../../work/main/packages/compiler/src/js/uses.ts
function countUses(region3) {
  const uses2 = /* @__PURE__ */ new Map();
  const use = (value) => {
    uses2.set(value, (uses2.get(value) ?? 0) + 1);
  };
  for (const guard of region3.guards) use(guard.condition);
  for (const block of [region3.prologue, region3.body]) {
    block.yields.forEach(use);
    forEachOperation(block, (operation) => {
      operands(operation).forEach(use);
      builderOperands(operation).forEach(use);
      for (const nested2 of nestedBlocks(operation)) nested2.yields.forEach(use);
    });
  }
  return uses2;
}
var init_uses = __esm({
  "../../work/main/packages/compiler/src/js/uses.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/js/math-helper.ts
function mathHelper(prelude, callee, arity) {
  return prelude.define(callee === "hypot" ? `hypot${arity}` : callee, (name) => {
    const names = ["x", "y", "z"].slice(0, arity);
    while (names.length < arity) names.push(`x${names.length}`);
    return printMathFunction(prelude, name, names, (builder, parameters) => builder.call(callee, parameters));
  });
}
function powerHelper(prelude, exponent) {
  return prelude.define(`power_${String(exponent).replace("-", "minus").replace(".", "_")}`, (name) => printMathFunction(prelude, name, ["x"], (builder, [x]) => builder.call("pow", [x, builder.f64(exponent)])));
}
function printMathFunction(prelude, name, parameterNames, body) {
  const region3 = emptyRegion(name);
  const builder = new Builder(region3, region3.body);
  const parameters = parameterNames.map((parameter) => builder.value("f64", parameter));
  region3.body.yields = [body(builder, parameters)];
  expandMath(region3, { options: {}, diagnostics: [] });
  const names = new Names();
  const printer = new Printer2(names, prelude, /* @__PURE__ */ new Map(), countUses(region3));
  parameters.forEach((parameter) => printer.bind(parameter, identifier(names.fresh(parameter.name))));
  printer.block(region3.body);
  const result2 = printer.take(region3.body.yields[0]).text;
  if (printer.lines.length === 0) return `const ${name} = (${parameterNames.join(", ")}) => ${result2}`;
  printer.line(`return ${result2}`);
  return [`const ${name} = (${parameterNames.join(", ")}) => {`, ...printer.lines, "}"].join("\n");
}
var init_math_helper = __esm({
  "../../work/main/packages/compiler/src/js/math-helper.ts"() {
    "use strict";
    init_builder();
    init_expand_math();
    init_expression();
    init_names();
    init_printer();
    init_uses();
  }
});

// ../../work/main/packages/compiler/src/js/operators.ts
function wrap(type, expression2) {
  switch (type) {
    case "f32":
      return call("Math.fround", [expression2]);
    case "i32":
      return toInt32(expression2);
    case "u32":
      return toUint32(expression2);
    case "i64":
      return call("BigInt.asIntN", [literal(64), expression2]);
    case "u64":
      return call("BigInt.asUintN", [literal(64), expression2]);
    default:
      return expression2;
  }
}
function unary(prelude, operator, type, value) {
  switch (operator) {
    case "neg":
      return type === "f32" ? prefix("-", value) : wrap(type, prefix("-", value));
    case "abs":
      if (type === "u32" || type === "u64") return value;
      if (type === "i64") return wrap(type, call(prelude.helper("absBigInt"), [value]));
      return type === "i32" ? toInt32(call("Math.abs", [value])) : call("Math.abs", [value]);
    case "sqrt":
      return wrap(type, call("Math.sqrt", [value]));
    case "floor":
    case "ceil":
    case "trunc":
      return call(`Math.${operator}`, [value]);
    case "not":
      return prefix("!", value);
    case "clz":
      return call("Math.clz32", [value]);
    case "nearest":
    case "exponent":
    case "mantissa":
    case "pow2":
    case "high":
      return call(prelude.helper(operator), [value]);
    default:
      return assertExhaustive(operator, "unary");
  }
}
function binary(prelude, operator, type, left, right) {
  switch (operator) {
    case "add":
      return wrap(type, infix(left, "+", right, precedence.additive));
    case "sub":
      return wrap(type, infix(left, "-", right, precedence.additive));
    case "mul":
      if (type === "i32") return call("Math.imul", [left, right]);
      if (type === "u32") return toUint32(call("Math.imul", [left, right]));
      return wrap(type, infix(left, "*", right, precedence.multiplicative));
    case "div":
      return wrap(type, infix(left, "/", right, precedence.multiplicative));
    case "rem":
      return wrap(type, infix(left, "%", right, precedence.multiplicative));
    case "min":
    case "max":
      return isWide(type) ? call(prelude.helper(`${operator}BigInt`), [left, right]) : call(`Math.${operator}`, [left, right]);
    case "copysign":
      return call(prelude.helper("copysign"), [left, right]);
    case "and":
      return type === "bool" ? infix(left, "&&", right, precedence.and) : bitwise(type, left, "&", right, precedence.bitAnd);
    case "or":
      return type === "bool" ? infix(left, "||", right, precedence.or) : bitwise(type, left, "|", right, precedence.bitOr);
    case "xor":
      return type === "bool" ? infix(left, "!==", right, precedence.equality) : bitwise(type, left, "^", right, precedence.bitXor);
    case "shl":
      return shift(type, left, "<<", right);
    case "shr":
      return shift(type, left, type === "u32" ? ">>>" : ">>", right);
    default:
      return assertExhaustive(operator, "binary");
  }
}
function bitwise(type, left, operator, right, binds) {
  const result2 = infix(left, operator, right, binds);
  return type === "u32" ? toUint32(result2) : result2;
}
function shift(type, left, operator, count3) {
  if (!isWide(type)) {
    const result2 = infix(left, operator, count3, precedence.shift);
    return type === "u32" && operator === "<<" ? toUint32(result2) : result2;
  }
  const modulo = infix(count3, "&", literal(63n), precedence.bitAnd);
  return wrap(type, infix(left, operator, modulo, precedence.shift));
}
function compare(relation, left, right) {
  const { operator, binds } = relations2[relation];
  return infix(left, operator, right, binds);
}
function select(condition, whenTrue, whenFalse) {
  return conditional(condition, whenTrue, whenFalse);
}
function convert(prelude, mode, from, to, value) {
  if (from === "bool") return isWide(to) ? conditional(value, literal(1n), literal(0n)) : conditional(value, literal(1), literal(0));
  switch (to) {
    case "f64":
      return isWide(from) ? call("Number", [value]) : value;
    case "f32":
      return isWide(from) ? call(prelude.helper("bigIntToFloat"), [value]) : call("Math.fround", [value]);
    case "i32":
      return isWide(from) ? call("Number", [call("BigInt.asIntN", [literal(32), value])]) : toInt32(value);
    case "u32":
      return isWide(from) ? call("Number", [call("BigInt.asUintN", [literal(32), value])]) : toUint32(value);
    case "i64":
    case "u64":
      if (isWide(from)) return wrap(to, value);
      if (from === "f64" || from === "f32") return call(prelude.helper("toBigInt"), [value]);
      return from === "i32" && to === "u64" ? wrap(to, call("BigInt", [value])) : call("BigInt", [value]);
    case "bool":
      throw new Error(`no conversion ${mode} from ${from} to bool`);
    default:
      return assertExhaustive(to, "convert");
  }
}
function element(array, index) {
  return { ...compose([index], `${array}[${index.text}]`, precedence.call), reads: true };
}
function read(type, array, index, inRange) {
  const plain2 = element(array, index);
  if (inRange) return plain2;
  switch (type) {
    case "f64":
    case "f32":
      return prefix("+", plain2);
    case "i32":
      return toInt32(plain2);
    case "u32":
      return toUint32(plain2);
    default:
      return compose([plain2], `(${operand(plain2, precedence.call)} ?? 0n)`, precedence.primary);
  }
}
var isWide, relations2;
var init_operators = __esm({
  "../../work/main/packages/compiler/src/js/operators.ts"() {
    "use strict";
    init_walk();
    init_expression();
    isWide = (type) => type === "i64" || type === "u64";
    relations2 = {
      lt: { operator: "<", binds: precedence.relational },
      le: { operator: "<=", binds: precedence.relational },
      gt: { operator: ">", binds: precedence.relational },
      ge: { operator: ">=", binds: precedence.relational },
      eq: { operator: "===", binds: precedence.equality },
      ne: { operator: "!==", binds: precedence.equality }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/shape.ts
function blockTrips(parfor2) {
  let loops2 = false;
  forEachOperation(parfor2.body, (operation) => {
    if ((operation.kind === "loop" || operation.kind === "while") && operation.id >= 0) loops2 = true;
    if (operation.kind === "parfor") loops2 = true;
  });
  return loops2 ? BLOCK_AROUND_LOOPS : PLAIN_BLOCK;
}
var PLAIN_BLOCK, BLOCK_AROUND_LOOPS;
var init_shape = __esm({
  "../../work/main/packages/compiler/src/wasm/shape.ts"() {
    "use strict";
    init_walk();
    PLAIN_BLOCK = 2048;
    BLOCK_AROUND_LOOPS = 16;
  }
});

// ../../work/main/packages/compiler/src/js/builders.ts
function printBuilders(printer, builders) {
  const steps = builders.map((builder) => {
    switch (builder.kind) {
      case "compact": {
        const count3 = declareCount(printer, builder);
        return () => {
          const [condition, value] = [printer.take(builder.condition), printer.take(builder.value)];
          printer.flush("reads");
          printer.nest(`if (${condition.text})`, () => printer.line(`${printer.array(builder.array)}[${count3}++] = ${value.text}`));
        };
      }
      case "histogram":
        return () => {
          const [index, value] = [printer.take(builder.index), printer.take(builder.value)];
          printer.flush("reads");
          const target = element(printer.array(builder.array), index);
          printer.line(`${target.text} = ${binary(printer.prelude, builder.operator, builder.value.type, target, value).text}`);
        };
      case "group":
        return printGroup(printer, builder, declareCount(printer, builder));
      default:
        return assertExhaustive(builder, "builder");
    }
  });
  return () => steps.forEach((step) => step());
}
function declareCount(printer, builder) {
  const count3 = printer.declare("let", builder.count, "0");
  printer.bind(builder.count, identifier(count3));
  return count3;
}
function printGroup(printer, builder, count3) {
  const rows = printer.names.fresh("rows");
  printer.line(`const ${rows} = new Map()`);
  return () => {
    const key2 = printer.take(builder.key);
    const values2 = builder.columns.map((column) => printer.take(column.value));
    printer.flush("reads");
    const [name, row] = [printer.names.fresh("key"), printer.names.fresh("row")];
    printer.line(`const ${name} = ${key2.text}`);
    printer.line(`let ${row} = ${rows}.get(${name})`);
    const cells = builder.columns.map((column) => element(printer.array(column.array), identifier(row)));
    const each = (text) => {
      builder.columns.forEach((column, index) => printer.line(`${cells[index].text} = ${text(column, cells[index], values2[index])}`));
    };
    printer.nest(`if (${row} === undefined)`, () => {
      printer.line(`${rows}.set(${name}, ${row} = ${count3}++)`);
      printer.line(`${printer.array(builder.keys)}[${row}] = ${name}`);
      each((column, _, value) => column.combine === "count" ? "1" : value.text);
    }, "} else {");
    printer.nested(() => each((column, cell, value) => {
      if (column.combine === "count") return `${cell.text} + 1`;
      return binary(printer.prelude, column.combine === "sum" ? "add" : column.combine, column.value.type, cell, value).text;
    }));
    printer.line("}");
  };
}
var init_builders = __esm({
  "../../work/main/packages/compiler/src/js/builders.ts"() {
    "use strict";
    init_walk();
    init_expression();
    init_operators();
  }
});

// ../../work/main/packages/compiler/src/js/parfor.ts
function printParfor(printer, operation) {
  const trips = operation.dimensions.map((dimension) => printer.takeSimple(dimension.trips));
  const targets = printer.carried(operation.carried, operation.results);
  const append = printBuilders(printer, operation.builders);
  const body = (assigned) => {
    printer.block(operation.body);
    append();
    printer.assign(assigned, operation.body.yields);
  };
  const rows = (depth) => {
    if (depth === trips.length) body(targets);
    else printer.counting(operation.dimensions[depth].trip, trips[depth], () => rows(depth + 1));
  };
  const reshaped = reshapedValues(printer, operation, targets);
  if (reshaped.length === 0) return rows(0);
  const total = totalTrips(printer, trips);
  const block = blockTrips(operation);
  printer.nest(`if (${total.text} <= ${block})`, () => rows(0), "} else {");
  printer.nested(() => printBlocks(printer, operation, { trips, total, block, reshaped, targets, body }));
  printer.line("}");
}
function reshapedValues(printer, operation, targets) {
  return operation.combines.flatMap((combine2, index) => {
    const { type } = operation.carried[index].parameter;
    if (combine2.kind !== "sum" && combine2.kind !== "product" || !isFloat(type)) return [];
    const target = targets[index];
    const [stack, lanes] = [printer.names.fresh(`${target}_blocks`), printer.names.fresh(`${target}_lanes`)];
    return [{ index, type, operator: combine2.kind === "sum" ? "+" : "*", target, stack, lanes }];
  });
}
function totalTrips(printer, trips) {
  if (trips.length === 1) return trips[0];
  const name = printer.names.fresh("total");
  printer.line(`const ${name} = ${trips.map((one2) => `Math.max(${one2.text}, 0)`).join(" * ")}`);
  return identifier(name);
}
function printBlocks(printer, operation, blocks2) {
  const { trips, total, block, reshaped } = blocks2;
  const { names } = printer;
  const [start2, end, trip, count3] = ["start", "end", "t", "blocks"].map((hint) => names.fresh(hint));
  const unrolled = trips.length === 1 && isShort(operation);
  printer.line(`let ${count3} = 0`);
  for (const { stack, lanes } of reshaped) {
    printer.line(`const ${stack} = []`);
    if (!unrolled) printer.line(`const ${lanes} = new Float64Array(${LANES})`);
  }
  const subscripts3 = operation.dimensions.map((dimension) => names.fresh(dimension.trip.name ?? `v${dimension.trip.id}`));
  if (trips.length > 1) printer.line(`let ${subscripts3.map((one2) => `${one2} = 0`).join(", ")}`);
  printer.nest(`for (let ${start2} = 0; ${start2} < ${total.text}; ${start2} += ${block})`, () => {
    printer.line(`const ${end} = Math.min(${start2} + ${block}, ${total.text})`);
    const oneByOne = (lanesOf2) => {
      const lane = names.fresh("lane");
      printer.line(`const ${lane} = ${trip} & ${LANES - 1}`);
      if (trips.length > 1) operation.dimensions.forEach((dimension, index) => printer.bind(dimension.trip, identifier(subscripts3[index])));
      else printer.bind(operation.dimensions[0].trip, identifier(trip));
      printTrip(printer, operation, blocks2, (value) => `${lanesOf2(value)}[${lane}]`);
      if (trips.length > 1) advance(printer, subscripts3, trips, subscripts3.length - 1);
    };
    if (unrolled) printUnrolledBlock(printer, operation, blocks2, { start: start2, end, trip }, oneByOne);
    else {
      for (const value of reshaped) printer.line(`${value.lanes}.fill(${identity(value)})`);
      printer.nest(`for (let ${trip} = ${start2}; ${trip} < ${end}; ${trip}++)`, () => oneByOne((value) => value.lanes));
    }
    printer.line(`${count3}++`);
    for (const value of reshaped) {
      const lane = (number4) => identifier(unrolled ? laneVariable(value, number4) : `${value.lanes}[${number4}]`);
      printer.line(`${treeHelper(printer.prelude, value, "push")}(${value.stack}, ${count3}, ${combineLanes(value, lane).text})`);
    }
  });
  for (const value of reshaped) {
    const tree = identifier(`${treeHelper(printer.prelude, value, "finish")}(${value.stack})`);
    printer.line(`${value.target} = ${combine(value, identifier(value.target), tree).text}`);
  }
}
function printTrip(printer, operation, { reshaped, targets, body }, accumulator) {
  const assigned = [...targets];
  for (const value of reshaped) assigned[value.index] = accumulator(value);
  operation.carried.forEach(({ parameter }, index) => printer.bind(parameter, identifier(assigned[index])));
  body(assigned);
}
function printUnrolledBlock(printer, operation, blocks2, { start: start2, end, trip }, oneByOne) {
  const { reshaped } = blocks2;
  const all3 = Array.from({ length: LANES }, (_, lane) => lane);
  for (const value of reshaped) printer.line(`let ${all3.map((lane) => `${laneVariable(value, lane)} = ${identity(value)}`).join(", ")}`);
  printer.line(`let ${trip} = ${start2}`);
  printer.nest(`for (; ${trip} + ${LANES - 1} < ${end}; ${trip} += ${LANES})`, () => {
    for (const lane of all3) {
      printer.bind(operation.dimensions[0].trip, lane === 0 ? identifier(trip) : infix(identifier(trip), "+", literal(lane), precedence.additive));
      printTrip(printer, operation, blocks2, (value) => laneVariable(value, lane));
    }
  });
  printer.nest(`if (${trip} < ${end})`, () => {
    for (const value of reshaped) printer.line(`const ${value.lanes} = [${all3.map((lane) => laneVariable(value, lane)).join(", ")}]`);
    printer.nest(`for (; ${trip} < ${end}; ${trip}++)`, () => oneByOne((value) => value.lanes));
    for (const value of reshaped) for (const lane of all3) printer.line(`${laneVariable(value, lane)} = ${value.lanes}[${lane}]`);
  });
}
function laneVariable({ lanes }, lane) {
  return `${lanes}_${lane}`;
}
function advance(printer, subscripts3, trips, depth) {
  if (depth === 0) return printer.line(`${subscripts3[0]}++`);
  printer.nest(`if (++${subscripts3[depth]} === ${trips[depth].text})`, () => {
    printer.line(`${subscripts3[depth]} = 0`);
    advance(printer, subscripts3, trips, depth - 1);
  });
}
function isShort(operation) {
  let operations = 0;
  const straight = /* @__PURE__ */ new Set(["const", "unary", "binary", "compare", "select", "convert", "load", "store"]);
  forEachOperation(operation.body, ({ kind }) => {
    operations += kind === "const" ? 0 : straight.has(kind) ? 1 : LONGEST_UNROLLED + 1;
  });
  return operations <= LONGEST_UNROLLED && operation.builders.length === 0;
}
function identity({ operator }) {
  return operator === "+" ? "-0" : "1";
}
function combine({ operator, type }, left, right) {
  return wrap(type, infix(left, operator, right, operator === "+" ? precedence.additive : precedence.multiplicative));
}
function combineLanes(value, lane) {
  const pair = (number4) => combine(value, lane(number4), lane(number4 + LANES / 2));
  return combine(value, combine(value, pair(0), pair(2)), combine(value, pair(1), pair(3)));
}
function treeHelper(prelude, value, step) {
  const merged2 = combine(value, identifier("stack.pop()"), identifier("value")).text;
  const suffix = `${value.operator === "+" ? "Sum" : "Product"}${value.type === "f32" ? "32" : ""}`;
  return prelude.define(`${step}${suffix}`, (name) => step === "push" ? `const ${name} = (stack, blocks, value) => {
  for (; (blocks & 1) === 0; blocks >>= 1) value = ${merged2}
  stack.push(value)
}` : `const ${name} = (stack) => {
  let value = stack.pop()
  while (stack.length > 0) value = ${merged2}
  return value
}`);
}
var LANES, LONGEST_UNROLLED;
var init_parfor = __esm({
  "../../work/main/packages/compiler/src/js/parfor.ts"() {
    "use strict";
    init_vocabulary();
    init_walk();
    init_shape();
    init_builders();
    init_expression();
    init_operators();
    LANES = 8;
    LONGEST_UNROLLED = 16;
  }
});

// ../../work/main/packages/compiler/src/js/printer.ts
function containsLoop(operation) {
  let found = false;
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, ({ kind }) => {
      found ||= kind === "for" || kind === "while" || kind === "loop" || kind === "parfor";
    });
  }
  return found;
}
function isEmpty(block) {
  return block.operations.length === 0 && block.yields.length === 0;
}
var LONGEST_INLINE, Printer2;
var init_printer = __esm({
  "../../work/main/packages/compiler/src/js/printer.ts"() {
    "use strict";
    init_walk();
    init_expression();
    init_power();
    init_math_helper();
    init_operators();
    init_parfor();
    LONGEST_INLINE = 90;
    Printer2 = class {
      names;
      prelude;
      lines = [];
      arrays;
      uses;
      bound = /* @__PURE__ */ new Map();
      /** Defined, but not printed yet: used once, further down. In the order of definition. */
      pending = /* @__PURE__ */ new Map();
      depth = 1;
      constructor(names, prelude, arrays, uses2) {
        this.names = names;
        this.prelude = prelude;
        this.arrays = arrays;
        this.uses = uses2;
      }
      line(text) {
        this.lines.push(`${"  ".repeat(this.depth)}${text}`);
      }
      /** `head {`, what `body` prints, `}`. */
      nest(head, body, foot = "}") {
        this.line(`${head} {`);
        this.nested(body);
        this.line(foot);
      }
      nested(body) {
        this.depth++;
        body();
        this.depth--;
      }
      bind(value, expression2) {
        this.bound.set(value, expression2);
      }
      array(parameter) {
        const name = this.arrays.get(parameter);
        if (name === void 0) throw new Error(`${parameter.name} is not an array of the region`);
        return name;
      }
      /** The expression for a use of the value. */
      take(value) {
        const expression2 = this.pending.get(value);
        if (expression2 !== void 0) {
          this.pending.delete(value);
          return expression2;
        }
        const known2 = this.bound.get(value);
        if (known2 === void 0) throw new Error(`value ${value.id} is used before it is printed`);
        return known2;
      }
      /** As `take`, but a variable or a literal: what a loop evaluates in every trip. */
      takeSimple(value) {
        const expression2 = this.take(value);
        if (expression2.precedence === precedence.primary && (!expression2.reads || expression2.names.size === 0)) return expression2;
        const name = this.declare("const", value, expression2.text);
        this.bound.set(value, identifier(name));
        return identifier(name);
      }
      declare(keyword, value, initial) {
        const name = this.names.fresh(value.name ?? `v${value.id}`);
        this.line(initial === void 0 ? `${keyword} ${name}` : `${keyword} ${name} = ${initial}`);
        return name;
      }
      /** Prints what is pending, in order: all of it, or what reads memory. */
      flush(which) {
        for (const [value, expression2] of this.pending) {
          if (which === "reads" && !expression2.reads) continue;
          this.pending.delete(value);
          this.bound.set(value, identifier(this.declare("const", value, expression2.text)));
        }
      }
      define(value, expression2) {
        if (this.uses === "inline") return this.bind(value, expression2);
        const uses2 = this.uses.get(value) ?? 0;
        if (uses2 === 0) return;
        const simple = expression2.precedence === precedence.primary && !expression2.reads && expression2.names.size <= 1;
        if (simple || expression2.names.size === 0) this.bound.set(value, expression2);
        else if (uses2 === 1 && expression2.text.length <= LONGEST_INLINE) this.pending.set(value, expression2);
        else this.bound.set(value, identifier(this.declare("const", value, expression2.text)));
      }
      block(block) {
        for (const operation of block.operations) this.operation(operation);
      }
      operation(operation) {
        switch (operation.kind) {
          case "const":
            return this.bind(operation.result, literal(operation.value));
          case "unary":
            return this.define(operation.result, unary(this.prelude, operation.operator, operation.operand.type, this.take(operation.operand)));
          case "binary": {
            const [left, right] = [this.take(operation.left), this.take(operation.right)];
            return this.define(operation.result, binary(this.prelude, operation.operator, operation.left.type, left, right));
          }
          case "compare":
            return this.define(operation.result, compare(operation.relation, this.take(operation.left), this.take(operation.right)));
          case "select": {
            const condition = this.take(operation.condition);
            return this.define(operation.result, select(condition, this.take(operation.whenTrue), this.take(operation.whenFalse)));
          }
          case "convert": {
            const { mode, operand: operand2, result: result2 } = operation;
            return this.define(result2, convert(this.prelude, mode, operand2.type, result2.type, this.take(operand2)));
          }
          case "call":
            return this.define(operation.result, this.call(operation));
          case "length": {
            const name = this.array(operation.array);
            return this.define(operation.result, compose([identifier(name)], `${name}.length`, precedence.call));
          }
          case "load":
            return this.load(operation);
          case "store": {
            const [index, value] = [this.take(operation.index), this.take(operation.value)];
            this.flush("reads");
            return this.line(`${element(this.array(operation.array), index).text} = ${value.text}`);
          }
          case "if":
            return this.if(operation);
          case "for":
            return this.for(operation);
          case "while": {
            const targets = this.carried(operation.carried, operation.results);
            const start2 = this.lines.length;
            return this.loop("while (true)", () => {
              this.block(operation.condition);
              const condition = this.take(operation.condition.yields[0]);
              if (this.lines.length === start2 + 1) this.lines[start2] = this.lines[start2].replace("while (true)", () => `while (${condition.text})`);
              else this.line(`if (!(${condition.text})) break`);
              this.block(operation.body);
              this.assign(targets, operation.body.yields);
            });
          }
          case "loop": {
            const trips = this.takeSimple(operation.trips);
            const targets = this.carried(operation.carried, operation.results);
            return this.counting(operation.trip, trips, () => {
              this.block(operation.body);
              this.assign(targets, operation.body.yields);
            });
          }
          case "parfor":
            this.flush("all");
            return printParfor(this, operation);
          // One thread, so every thread's part is its part.
          case "single":
            return this.block(operation.body);
          case "barrier":
            return;
          case "allreduce":
          case "rankrange":
            throw new Error(`${operation.kind}: the js back end knows one process only`);
          default:
            return assertExhaustive(operation, "operation");
        }
      }
      call(operation) {
        const { callee } = operation;
        const parameters = operation.arguments.map((value) => this.take(value));
        switch (callee) {
          // The specification leaves no choice in the results of these.
          case "round":
          case "sign":
          case "clz32":
          case "imul":
          case "fround":
            return call(`Math.${callee}`, parameters);
          case "pow": {
            const [base, exponent] = parameters;
            const constant = exponent.names.size === 0 ? Number(exponent.text) : NaN;
            if (isSimplePower(constant)) return call(powerHelper(this.prelude, constant), [base]);
            return call(mathHelper(this.prelude, callee, 2), parameters);
          }
          default:
            return call(mathHelper(this.prelude, callee, parameters.length), parameters);
        }
      }
      load({ result: result2, array, index, bounds: bounds2 }) {
        this.define(result2, read(result2.type, this.array(array), this.take(index), bounds2 === "guarded"));
      }
      if(operation) {
        const condition = this.take(operation.condition);
        this.flush(containsLoop(operation) ? "all" : "reads");
        const targets = operation.results.map((result2) => {
          const name = this.declare("let", result2);
          this.bind(result2, identifier(name));
          return name;
        });
        const branch2 = (block) => () => {
          this.block(block);
          this.assign(targets, block.yields);
        };
        if (isEmpty(operation.then)) {
          if (!isEmpty(operation.else)) this.nest(`if (!(${condition.text}))`, branch2(operation.else));
          return;
        }
        this.nest(`if (${condition.text})`, branch2(operation.then), isEmpty(operation.else) ? "}" : "} else {");
        if (isEmpty(operation.else)) return;
        this.nested(branch2(operation.else));
        this.line("}");
      }
      for(operation) {
        const { counter, step, relation } = operation;
        const upper = this.takeSimple(operation.upper);
        const lower = this.take(operation.lower);
        const targets = this.carried(operation.carried, operation.results);
        const name = this.declare("let", counter, lower.text);
        this.bind(counter, identifier(name));
        this.bind(operation.exitCounter, identifier(name));
        const advance2 = infix(identifier(name), step < 0 ? "-=" : "+=", literal(Math.abs(step)), precedence.conditional);
        this.loop(`for (; ${compare(relation, identifier(name), upper).text}; ${advance2.text})`, () => {
          this.block(operation.body);
          this.assign(targets, operation.body.yields);
        });
      }
      /** A loop runs its body often: what it uses from outside is computed before it. */
      loop(head, body) {
        this.flush("all");
        this.nest(head, body);
      }
      counting(trip, trips, body) {
        const name = this.names.fresh(trip.name ?? `v${trip.id}`);
        this.bind(trip, identifier(name));
        this.loop(`for (let ${name} = 0; ${name} < ${trips.text}; ${name}++)`, body);
      }
      /** Variables for carried values. After the loop they hold its results. */
      carried(carried, results2) {
        const initials = carried.map((one2) => this.take(one2.initial));
        this.flush("all");
        return carried.map(({ parameter }, index) => {
          const name = this.declare("let", parameter, initials[index].text);
          this.bind(parameter, identifier(name));
          this.bind(results2[index], identifier(name));
          return name;
        });
      }
      /** All values are taken before the first variable changes. */
      assign(targets, values2) {
        const parts = values2.map((value) => this.take(value));
        this.assignExpressions(targets, parts);
      }
      assignExpressions(targets, values2) {
        let waiting = targets.map((target, index) => ({ target, value: values2[index] })).filter(({ target, value }) => value.text !== target);
        while (waiting.length > 0) {
          const free3 = waiting.find((one2) => waiting.every((other) => other === one2 || !other.value.names.has(one2.target)));
          if (free3) {
            this.line(`${free3.target} = ${free3.value.text}`);
            waiting = waiting.filter((one2) => one2 !== free3);
            continue;
          }
          const [first] = waiting;
          const name = this.names.fresh("next");
          this.line(`const ${name} = ${first.value.text}`);
          first.value = identifier(name);
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/js/emit.ts
function emitJavaScript(region3) {
  const prelude = new Prelude();
  const names = new Names();
  const functionName = names.fresh(region3.name);
  const arrays = new Map(region3.arrays.map((array) => [array, names.fresh(array.name)]));
  const scalars = region3.scalars.map((scalar) => names.fresh(scalar.name));
  const out = names.fresh("out");
  const printer = new Printer2(names, prelude, arrays, countUses(region3));
  region3.scalars.forEach((scalar, index) => printer.bind(scalar.value, identifier(scalars[index])));
  printer.block(region3.prologue);
  for (const { condition } of region3.guards) printer.line(`if (!(${printer.take(condition).text})) return false`);
  printer.block(region3.body);
  region3.body.yields.forEach((value, index) => printer.line(`${out}[${index}] = ${printer.take(value).text}`));
  printer.line("return true");
  const head = `function ${functionName}(${[...arrays.values(), ...scalars, out].join(", ")}) {`;
  return prelude.close([head, ...printer.lines, "}"].join("\n"));
}
var init_emit = __esm({
  "../../work/main/packages/compiler/src/js/emit.ts"() {
    "use strict";
    init_expression();
    init_names();
    init_prelude();
    init_printer();
    init_uses();
  }
});

// ../../work/main/packages/compiler/src/analysis/polynomial.ts
function definitionsOf(region3) {
  const definitions = /* @__PURE__ */ new Map();
  forEachRegionOperation(region3, (operation) => {
    for (const value of results(operation)) definitions.set(value, operation);
  });
  return definitions;
}
function polynomialOf(value, definitions, options = {}) {
  const known2 = /* @__PURE__ */ new Map();
  const visit3 = (one2) => {
    const found = known2.get(one2);
    if (found) return found;
    const expanded = expand(one2, definitions, options, visit3);
    const sound = expanded && expanded.terms.size <= MOST_TERMS && [...expanded.terms.values()].every((term) => Number.isSafeInteger(term.coefficient));
    const polynomial = sound ? expanded : Polynomial.atom(one2);
    known2.set(one2, polynomial);
    return polynomial;
  };
  return visit3(value);
}
function expand(value, definitions, options, visit3) {
  const definition = definitions.get(value);
  switch (definition?.kind) {
    case "const": {
      const number4 = Number(definition.value);
      return Number.isSafeInteger(number4) && value.type !== "bool" ? Polynomial.constant(number4) : void 0;
    }
    case "convert": {
      if (definition.operand.type === "bool") return void 0;
      return definition.mode !== "wrap" || options.throughWrap?.(definition.operand) ? visit3(definition.operand) : void 0;
    }
    case "unary":
      return definition.operator === "neg" ? Polynomial.zero.minus(visit3(definition.operand)) : void 0;
    case "binary":
      switch (definition.operator) {
        case "add":
          return visit3(definition.left).plus(visit3(definition.right));
        case "sub":
          return visit3(definition.left).minus(visit3(definition.right));
        case "mul":
          return visit3(definition.left).times(visit3(definition.right));
        case "shl": {
          const count3 = visit3(definition.right).constant;
          return count3 === void 0 ? void 0 : visit3(definition.left).times(Polynomial.constant(2 ** (count3 & (is64(value) ? 63 : 31))));
        }
        default:
          return void 0;
      }
    default:
      return void 0;
  }
}
var MOST_TERMS, keyOf, Polynomial, is64;
var init_polynomial = __esm({
  "../../work/main/packages/compiler/src/analysis/polynomial.ts"() {
    "use strict";
    init_walk();
    MOST_TERMS = 48;
    keyOf = (factors) => factors.map((factor) => factor.id).join("*");
    Polynomial = class _Polynomial {
      /** By the sorted ids of the factors; no term has the coefficient 0. */
      terms;
      constructor(terms) {
        this.terms = terms;
      }
      static zero = new _Polynomial(/* @__PURE__ */ new Map());
      static of(terms) {
        const sum2 = /* @__PURE__ */ new Map();
        for (const term of terms) {
          const factors = [...term.factors].sort((one2, other) => one2.id - other.id);
          const key2 = keyOf(factors);
          const coefficient = (sum2.get(key2)?.coefficient ?? 0) + term.coefficient;
          if (coefficient === 0) sum2.delete(key2);
          else sum2.set(key2, { coefficient, factors });
        }
        return new _Polynomial(sum2);
      }
      static constant(coefficient) {
        return _Polynomial.of([{ coefficient, factors: [] }]);
      }
      static atom(value) {
        return _Polynomial.of([{ coefficient: 1, factors: [value] }]);
      }
      plus(other) {
        return _Polynomial.of([...this.terms.values(), ...other.terms.values()]);
      }
      minus(other) {
        return this.plus(other.times(_Polynomial.constant(-1)));
      }
      times(other) {
        const products = [];
        for (const left of this.terms.values()) {
          for (const right of other.terms.values()) {
            products.push({ coefficient: left.coefficient * right.coefficient, factors: [...left.factors, ...right.factors] });
          }
        }
        return _Polynomial.of(products);
      }
      /** The value, if there are no atoms in it. */
      get constant() {
        if (this.terms.size === 0) return 0;
        return this.terms.size === 1 ? this.terms.get("")?.coefficient : void 0;
      }
      get constantTerm() {
        return this.terms.get("")?.coefficient ?? 0;
      }
      atoms() {
        return new Set([...this.terms.values()].flatMap((term) => term.factors));
      }
      equals(other) {
        return this.minus(other).terms.size === 0;
      }
      /** this = coefficient · value + rest, with `value` in neither; undefined where it occurs with a higher power. */
      linearIn(value) {
        const linear = [];
        const rest = [];
        for (const term of this.terms.values()) {
          const others = term.factors.filter((factor) => factor !== value);
          const power = term.factors.length - others.length;
          if (power > 1) return void 0;
          if (power === 1) linear.push({ coefficient: term.coefficient, factors: others });
          else rest.push(term);
        }
        return { coefficient: _Polynomial.of(linear), rest: _Polynomial.of(rest) };
      }
      substitute(replace) {
        let sum2 = _Polynomial.zero;
        for (const { coefficient, factors } of this.terms.values()) {
          let product4 = _Polynomial.constant(coefficient);
          for (const factor of factors) product4 = product4.times(replace(factor) ?? _Polynomial.atom(factor));
          sum2 = sum2.plus(product4);
        }
        return sum2;
      }
    };
    is64 = (value) => value.type === "i64" || value.type === "u64";
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/dependents.ts
function dependentsOf(body, seeds) {
  const found = new Set(seeds);
  let changed = true;
  const mark = (value) => {
    if (found.has(value)) return;
    found.add(value);
    changed = true;
  };
  const visit3 = (operation) => {
    for (const block of nestedBlocks(operation)) block.operations.forEach(visit3);
    switch (operation.kind) {
      case "if": {
        const chosen = found.has(operation.condition);
        operation.results.forEach((result2, index) => {
          if (chosen || found.has(operation.then.yields[index]) || found.has(operation.else.yields[index])) mark(result2);
        });
        return;
      }
      case "loop":
      case "while":
      case "for":
      case "parfor": {
        const trips = operation.kind === "loop" ? [operation.trips] : operation.kind === "while" ? operation.condition.yields : operation.kind === "for" ? [operation.lower, operation.upper] : operation.dimensions.map((dimension) => dimension.trips);
        const chosen = trips.some((value) => found.has(value));
        operation.carried.forEach(({ parameter, initial }, index) => {
          if (found.has(initial) || found.has(operation.body.yields[index])) mark(parameter);
          if (chosen || found.has(parameter)) mark(operation.results[index]);
        });
        if (chosen && operation.kind === "for") {
          mark(operation.counter);
          mark(operation.exitCounter);
        }
        return;
      }
      default:
        if (operands(operation).some((value) => found.has(value))) results(operation).forEach(mark);
    }
  };
  while (changed) {
    changed = false;
    body.operations.forEach(visit3);
  }
  return found;
}
var init_dependents = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/dependents.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/exact.ts
function isExactSum(loop, position, kind, definitions) {
  const { parameter, initial } = loop.carried[position];
  if (parameter.type !== "f64" && parameter.type !== "f32") return true;
  if (kind === "product" || parameter.type === "f32") return false;
  const start2 = largestInteger(initial, definitions);
  const dimensions = loop.kind === "parfor" ? loop.dimensions.length : 1;
  if (start2 === void 0 || dimensions > 1) return false;
  const states = dependentsOf(loop.body, [parameter]);
  let each = 0;
  forEachOperation(loop.body, (operation) => {
    if ((operation.kind === "loop" || operation.kind === "while" || operation.kind === "parfor") && operation.results.some((value) => states.has(value))) each = void 0;
    if (operation.kind !== "binary" || !states.has(operation.result) || each === void 0) return;
    const size = largestInteger(states.has(operation.left) ? operation.right : operation.left, definitions);
    each = size === void 0 ? void 0 : each + size;
  });
  return each !== void 0 && start2 + each * MOST_TRIPS <= EXACT;
}
function largestInteger(value, definitions) {
  const definition = definitions.get(value);
  switch (definition?.kind) {
    case "const":
      return Number.isSafeInteger(definition.value) ? Math.abs(Number(definition.value)) : void 0;
    case "convert": {
      if (definition.mode !== "value") return void 0;
      if (definition.operand.type === "bool") return 1;
      return definition.operand.type === "i32" || definition.operand.type === "u32" ? largestBits(definition.operand, definitions) : void 0;
    }
    // A read out of range is NaN, and then every order gives NaN.
    case "load":
      return smallElements[definition.array.element];
    case "select": {
      const [one2, other] = [largestInteger(definition.whenTrue, definitions), largestInteger(definition.whenFalse, definitions)];
      return one2 === void 0 || other === void 0 ? void 0 : Math.max(one2, other);
    }
    default:
      return void 0;
  }
}
function largestBits(value, definitions) {
  const definition = definitions.get(value);
  if (definition?.kind === "load") return smallElements[definition.array.element] ?? 2 ** 32;
  if (definition?.kind === "binary" && definition.operator === "and") {
    for (const side of [definition.left, definition.right]) {
      const mask = definitions.get(side);
      if (mask?.kind === "const" && Number(mask.value) >= 0) return Number(mask.value);
    }
  }
  return value.type === "u32" ? 2 ** 32 : 2 ** 31;
}
function isReshaped(parfor2, definitions) {
  return parfor2.combines.some(({ kind }, position) => (kind === "sum" || kind === "product") && !isExactSum(parfor2, position, kind, definitions));
}
var EXACT, MOST_TRIPS, smallElements;
var init_exact = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/exact.ts"() {
    "use strict";
    init_walk();
    init_dependents();
    EXACT = 2 ** 53;
    MOST_TRIPS = 2 ** 31;
    smallElements = { u8: 255, u8c: 255, i8: 128, u16: 65535, i16: 32768 };
  }
});

// ../../work/main/packages/compiler/src/passes/gate.ts
function halved(polynomial) {
  return Polynomial.of([...polynomial.terms.values()].map((term) => ({ ...term, coefficient: term.coefficient / 2 })));
}
function dominant(cost) {
  const terms = [...cost.terms.values()];
  const isBelow = (small, large) => small !== large && small.factors.length < large.factors.length && large.coefficient > 0 && small.factors.every((factor) => large.factors.includes(factor));
  return Polynomial.of(terms.filter((term) => !terms.some((other) => isBelow(term, other))));
}
function write(cost, builder) {
  const terms = [...cost.terms.values()].map(({ coefficient, factors }) => {
    const numbers = factors.map((factor) => factor.type === "f64" ? factor : builder.convert("value", "f64", factor));
    const constant = Math.abs(coefficient) > 1 ? Math.round(coefficient) : coefficient;
    return numbers.reduce((product4, factor) => builder.mul(product4, factor), builder.f64(constant));
  });
  return terms.length === 0 ? builder.f64(0) : terms.reduce((sum2, term) => builder.add(sum2, term));
}
function staticCost(operation) {
  switch (operation.kind) {
    case "const":
    case "length":
    case "convert":
      return 0;
    case "call":
      return callCosts[operation.callee] ?? MATH_COST;
    case "unary":
      return operation.operator === "sqrt" ? 4 : 1;
    case "binary":
      return operation.operator === "div" || operation.operator === "rem" ? 4 : 1;
    default:
      return 1;
  }
}
function sizeTest(region3) {
  const definitions = definitionsOf(region3);
  const arrays = [];
  const scalars = [];
  const numberIn = (names, name) => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  const print = (value) => {
    const scalar = region3.scalars.find((one2) => one2.value === value);
    if (scalar) return value.type === "f64" ? `%${numberIn(scalars, scalar.name)}` : void 0;
    const definition = definitions.get(value);
    switch (definition?.kind) {
      case "const":
        return typeof definition.value === "number" ? String(definition.value) : void 0;
      case "length":
        return `$${numberIn(arrays, definition.array.name)}.length`;
      case "convert":
        return definition.operand.type === "bool" ? void 0 : print(definition.operand);
      case "unary":
        return definition.operator === "floor" || definition.operator === "ceil" || definition.operator === "trunc" ? print(definition.operand) : void 0;
      case "binary":
        return printBinary(definition, print, definitions);
      default:
        return void 0;
    }
  };
  const expression2 = region3.work && print(region3.work);
  return expression2 === void 0 ? void 0 : { expression: expression2, arrays, scalars };
}
function printBinary({ operator, left, right }, print, definitions) {
  const isLimit = (value) => {
    const definition = definitions.get(value);
    return definition?.kind === "const" && (definition.value === 0 ? operator === "max" : Math.abs(Number(definition.value)) >= CLAMP);
  };
  if (operator === "min" || operator === "max") {
    if (isLimit(right)) return print(left);
    if (isLimit(left)) return print(right);
  }
  const [first, second] = [print(left), print(right)];
  if (first === void 0 || second === void 0) return void 0;
  if (operator === "min" || operator === "max") return `Math.${operator}(${first}, ${second})`;
  return operator in symbols ? `(${first} ${symbols[operator]} ${second})` : void 0;
}
function isExact(region3, lowered) {
  let exact2 = true;
  forEachRegionOperation(region3, (operation) => {
    if (operation.kind === "call" && !exactFunctions.has(operation.callee)) exact2 = false;
  });
  const definitions = definitionsOf(lowered);
  forEachRegionOperation(lowered, (operation) => {
    if (operation.kind === "parfor" && isReshaped(operation, definitions)) exact2 = false;
  });
  return exact2;
}
var UNKNOWN_TRIPS, WHILE_TRIPS, callCosts, MATH_COST, gate2, Estimate, CLAMP, symbols, exactFunctions;
var init_gate = __esm({
  "../../work/main/packages/compiler/src/passes/gate.ts"() {
    "use strict";
    init_polynomial();
    init_builder();
    init_walk();
    init_exact();
    UNKNOWN_TRIPS = 16;
    WHILE_TRIPS = 32;
    callCosts = { round: 2, sign: 2, clz32: 1, imul: 1, fround: 1, hypot: 20, sin: 30, cos: 30, tan: 40, pow: 40, atan2: 40 };
    MATH_COST = 25;
    gate2 = (region3) => {
      region3.work = write(dominant(new Estimate(region3).block(region3.body, true)), new Builder(region3, region3.prologue));
    };
    Estimate = class {
      definitions;
      onEntry = /* @__PURE__ */ new Set();
      around = /* @__PURE__ */ new Set();
      constructor(region3) {
        this.definitions = definitionsOf(region3);
        for (const { value } of region3.scalars) this.onEntry.add(value);
        for (const operation of region3.prologue.operations) for (const value of results(operation)) this.onEntry.add(value);
      }
      /** Only what is in parallel loops counts, and the sequential loops around them multiply it. */
      block(block, outside2) {
        return block.operations.map((operation) => this.operation(operation, outside2)).reduce((sum2, cost) => sum2.plus(cost), Polynomial.zero);
      }
      operation(operation, outside2) {
        switch (operation.kind) {
          case "parfor": {
            const extra = Polynomial.constant(operation.carried.length + operation.builders.length * 4);
            return this.repeated(operation.dimensions, () => this.block(operation.body, false).plus(extra));
          }
          case "loop":
            return this.repeated([operation], () => this.block(operation.body, outside2));
          case "while": {
            const once = this.block(operation.condition, outside2).plus(this.block(operation.body, outside2));
            return once.times(Polynomial.constant(WHILE_TRIPS));
          }
          case "if": {
            const branches = [operation.then, operation.else].map((branch2) => this.block(branch2, outside2));
            return branches[0].plus(branches[1]).plus(Polynomial.constant(outside2 ? 0 : 1));
          }
          case "single":
            return this.block(operation.body, outside2);
          default:
            return Polynomial.constant(outside2 ? 0 : staticCost(operation));
        }
      }
      /** The cost in all trips: where it depends on the trip, that of the one in the middle, times the trips. */
      repeated(dimensions, cost) {
        const counts = dimensions.map((dimension) => this.trips(dimension.trips));
        for (const { trip } of dimensions) this.around.add(trip);
        return dimensions.reduceRight((sum2, { trip }, index) => {
          const half = halved(counts[index]);
          return sum2.substitute((atom) => atom === trip ? half : void 0).times(counts[index]);
        }, cost());
      }
      trips(count3) {
        const polynomial = polynomialOf(count3, this.definitions);
        const isKnown = [...polynomial.atoms()].every((atom) => this.onEntry.has(atom) || this.around.has(atom));
        return isKnown ? polynomial : Polynomial.constant(UNKNOWN_TRIPS);
      }
    };
    CLAMP = 2 ** 26;
    symbols = { add: "+", sub: "-", mul: "*", div: "/" };
    exactFunctions = /* @__PURE__ */ new Set(["round", "sign", "clz32", "imul", "fround"]);
  }
});

// ../../work/main/packages/compiler/src/ir/clone.ts
function cloneRegion(region3) {
  const arrays = new Map(region3.arrays.map((array2) => [array2, { ...array2 }]));
  const cloner = new Cloner(arrays, (value) => ({ ...value }));
  const array = (original) => arrays.get(original);
  return {
    name: region3.name,
    arrays: region3.arrays.map(array),
    scalars: region3.scalars.map((scalar) => ({ ...scalar, value: cloner.define(scalar.value) })),
    prologue: cloner.block(region3.prologue),
    guards: region3.guards.map((guard) => ({
      ...guard,
      condition: cloner.use(guard.condition),
      ...guard.location && { location: { ...guard.location } }
    })),
    aliases: region3.aliases.map((alias) => ({ ...alias, first: array(alias.first), second: array(alias.second) })),
    ...region3.work && { work: cloner.use(region3.work) },
    body: cloner.block(region3.body),
    outputs: region3.outputs.map((output) => ({ ...output })),
    nextValue: region3.nextValue
  };
}
function cloneOperations(region3, operations, values2 = /* @__PURE__ */ new Map()) {
  const cloner = new Cloner(/* @__PURE__ */ new Map(), (value) => ({ ...value, id: region3.nextValue++ }), values2);
  return operations.map((operation) => cloner.operation(operation));
}
var Cloner;
var init_clone = __esm({
  "../../work/main/packages/compiler/src/ir/clone.ts"() {
    "use strict";
    init_walk();
    Cloner = class {
      arrays;
      fresh;
      values;
      constructor(arrays, fresh, values2 = /* @__PURE__ */ new Map()) {
        this.arrays = arrays;
        this.fresh = fresh;
        this.values = values2;
      }
      define(value) {
        const copy = this.fresh(value);
        this.values.set(value, copy);
        return copy;
      }
      use(value) {
        return this.values.get(value) ?? value;
      }
      array(array) {
        return this.arrays.get(array) ?? array;
      }
      block(block) {
        const operations = block.operations.map((operation) => this.operation(operation));
        return { operations, yields: block.yields.map((value) => this.use(value)) };
      }
      carried(carried) {
        const initials = carried.map((one2) => this.use(one2.initial));
        return carried.map((one2, index) => ({ parameter: this.define(one2.parameter), initial: initials[index] }));
      }
      operation(operation) {
        const located = "location" in operation && operation.location ? { location: { ...operation.location } } : {};
        const use = (value) => this.use(value);
        const define = (value) => this.define(value);
        switch (operation.kind) {
          case "const":
            return { ...operation, result: define(operation.result) };
          case "unary":
          case "convert":
          case "allreduce":
            return { ...operation, operand: use(operation.operand), result: define(operation.result) };
          case "binary":
          case "compare":
            return { ...operation, left: use(operation.left), right: use(operation.right), result: define(operation.result) };
          case "select":
            return {
              ...operation,
              condition: use(operation.condition),
              whenTrue: use(operation.whenTrue),
              whenFalse: use(operation.whenFalse),
              result: define(operation.result)
            };
          case "call":
            return { ...operation, ...located, arguments: operation.arguments.map(use), result: define(operation.result) };
          case "length":
            return { ...operation, array: this.array(operation.array), result: define(operation.result) };
          case "load":
            return { ...operation, ...located, array: this.array(operation.array), index: use(operation.index), result: define(operation.result) };
          case "store":
            return { ...operation, ...located, array: this.array(operation.array), index: use(operation.index), value: use(operation.value) };
          case "if":
            return {
              ...operation,
              ...located,
              condition: use(operation.condition),
              then: this.block(operation.then),
              else: this.block(operation.else),
              results: operation.results.map(define)
            };
          case "for": {
            const [lower, upper] = [use(operation.lower), use(operation.upper)];
            const carried = this.carried(operation.carried);
            const counter = define(operation.counter);
            const body = this.block(operation.body);
            return {
              ...operation,
              ...located,
              lower,
              upper,
              counter,
              carried,
              body,
              results: operation.results.map(define),
              exitCounter: define(operation.exitCounter)
            };
          }
          case "while": {
            const carried = this.carried(operation.carried);
            const condition = this.block(operation.condition);
            return { ...operation, ...located, carried, condition, body: this.block(operation.body), results: operation.results.map(define) };
          }
          case "loop": {
            const trips = use(operation.trips);
            const carried = this.carried(operation.carried);
            const trip = define(operation.trip);
            return { ...operation, ...located, trips, trip, carried, body: this.block(operation.body), results: operation.results.map(define) };
          }
          case "parfor": {
            const trips = operation.dimensions.map((dimension) => use(dimension.trips));
            const carried = this.carried(operation.carried);
            const dimensions = operation.dimensions.map((dimension, index) => ({
              ...dimension,
              ...dimension.location && { location: { ...dimension.location } },
              trip: define(dimension.trip),
              trips: trips[index]
            }));
            const body = this.block(operation.body);
            const builders = operation.builders.map((builder) => this.builder(builder));
            const combines = operation.combines.map((combine2) => ({ ...combine2 }));
            return { ...operation, ...located, dimensions, carried, body, builders, combines, results: operation.results.map(define) };
          }
          case "single":
            return { ...operation, body: this.block(operation.body) };
          case "barrier":
            return { ...operation };
          case "rankrange":
            return { ...operation, total: use(operation.total), start: define(operation.start), count: define(operation.count) };
          default:
            return assertExhaustive(operation, "clone");
        }
      }
      builder(builder) {
        switch (builder.kind) {
          case "compact":
            return {
              ...builder,
              array: this.array(builder.array),
              condition: this.use(builder.condition),
              value: this.use(builder.value),
              count: this.define(builder.count)
            };
          case "histogram":
            return { ...builder, array: this.array(builder.array), index: this.use(builder.index), value: this.use(builder.value) };
          case "group":
            return {
              ...builder,
              key: this.use(builder.key),
              keys: this.array(builder.keys),
              count: this.define(builder.count),
              columns: builder.columns.map((column) => ({ ...column, array: this.array(column.array), value: this.use(column.value) }))
            };
          default:
            return assertExhaustive(builder, "clone");
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/ir/verify-operation.ts
function checkOperation(operation, constants3) {
  switch (operation.kind) {
    case "const":
      return checkConstant(operation.result.type, operation.value);
    case "unary":
      return checkUnary(operation);
    case "binary":
      return checkBinary(operation);
    case "compare":
      if (operation.left.type === "bool" && operation.relation !== "eq" && operation.relation !== "ne") return "bool has no order";
      return same("the two sides", operation.left, operation.right) ?? is("the result", operation.result.type, "bool");
    case "select":
      return is("the condition", operation.condition.type, "bool") ?? same("the two alternatives", operation.whenTrue, operation.whenFalse) ?? same("the result and the alternatives", operation.result, operation.whenTrue);
    case "convert":
      return checkConvert(operation);
    case "call": {
      const arity = mathArities[operation.callee];
      if (arity !== "any" && operation.arguments.length !== arity) return `${operation.callee} takes ${arity} arguments`;
      return [...operation.arguments, operation.result].map((value) => is("an argument or result of a call", value.type, "f64")).find(Boolean);
    }
    case "length":
      return is("a length", operation.result.type, "i32");
    case "load":
      return checkIndex(operation.index) ?? checkElement("the result", operation.array.element, operation.result);
    case "store":
      return checkIndex(operation.index) ?? checkElement("the value", operation.array.element, operation.value);
    case "if":
      return is("the condition", operation.condition.type, "bool");
    case "for":
      if (!Number.isFinite(operation.step) || operation.step === 0) return `step ${operation.step}`;
      return [operation.counter, operation.lower, operation.upper, operation.exitCounter].map((value) => is("the counter and its bounds", value.type, "f64")).find(Boolean);
    case "loop":
      return is("the trip", operation.trip.type, "i32") ?? is("the number of trips", operation.trips.type, "i32");
    case "parfor":
      return checkParfor(operation, constants3);
    case "allreduce":
      return same("the result and the operand", operation.result, operation.operand) ?? (operation.operand.type === "bool" ? "allreduce of a bool" : void 0);
    case "rankrange":
      return [operation.start, operation.count, operation.total].map((value) => is("a rank range", value.type, "i32")).find(Boolean);
    case "while":
    case "single":
    case "barrier":
      return void 0;
  }
}
function checkConstant(type, value) {
  const wide = type === "i64" || type === "u64";
  const wanted = type === "bool" ? "boolean" : wide ? "bigint" : "number";
  if (typeof value !== wanted) return `a constant of type ${type} is a ${typeof value}`;
  if (type === "f32" && !Object.is(Math.fround(value), value)) return `${value} is not an f32`;
  if (!isInteger(type)) return void 0;
  if (!wide && (!Number.isInteger(value) || Object.is(value, -0))) return `${Object.is(value, -0) ? "-0" : value} is not an integer`;
  const [least, greatest] = limits[type];
  return BigInt(value) < least || BigInt(value) > greatest ? `${value} is out of the range of ${type}` : void 0;
}
function checkUnary({ operator, operand: operand2, result: result2 }) {
  const { type } = operand2;
  const wrong = `${operator} of ${type}`;
  switch (operator) {
    case "neg":
    case "abs":
      if (type === "bool") return wrong;
      break;
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
    case "nearest":
      if (!isFloat(type)) return wrong;
      break;
    case "not":
      if (type !== "bool") return wrong;
      break;
    case "clz":
      return type === "i32" || type === "u32" ? is("the result", result2.type, "i32") : wrong;
    case "exponent":
    case "mantissa":
    case "pow2":
    case "high":
      if (type !== "f64") return wrong;
  }
  return same("the result and the operand", result2, operand2);
}
function checkBinary({ operator, left, right, result: result2 }) {
  const { type } = left;
  const wrong = `${operator} of ${type}`;
  switch (operator) {
    case "copysign":
      if (!isFloat(type)) return wrong;
      break;
    case "and":
    case "or":
    case "xor":
      if (isFloat(type)) return wrong;
      break;
    case "shl":
    case "shr":
      if (!isInteger(type)) return wrong;
      break;
    default:
      if (type === "bool") return wrong;
  }
  return same("the two sides", left, right) ?? same("the result and the operands", result2, left);
}
function checkConvert({ mode, operand: operand2, result: result2 }) {
  const [from, to] = [operand2.type, result2.type];
  const allowed = {
    value: from === "bool" || isFloat(to) || (from === "i32" || from === "u32") && to === "i64" || from === "u32" && to === "u64",
    wrap: isFloat(from) && (to === "i32" || to === "u32") || isInteger(from) && isInteger(to),
    exact: isFloat(from) && isInteger(to)
  };
  return from !== to && to !== "bool" && allowed[mode] ? void 0 : `there is no ${mode} conversion from ${from} to ${to}`;
}
function checkParfor(operation, constants3) {
  const { dimensions, carried, combines, builders } = operation;
  if (dimensions.length === 0) return "a parfor without dimensions";
  for (const { trip, trips } of dimensions) {
    const problem = is("the trip", trip.type, "i32") ?? is("the number of trips", trips.type, "i32");
    if (problem !== void 0) return problem;
  }
  if (combines.length !== carried.length) return `${combines.length} combines for ${carried.length} carried values`;
  for (const [index, combine2] of combines.entries()) {
    const problem = checkCombine(combine2, carried[index].parameter.type, combines);
    if (problem !== void 0) return `carried value ${index}: ${problem}`;
    if (combine2.kind === "winner" && constants3.get(carried[index].initial) !== -1) return `carried value ${index}: a winner starts from the constant -1`;
  }
  return builders.map(checkBuilder).find(Boolean);
}
function checkCombine(combine2, type, combines) {
  switch (combine2.kind) {
    case "sum":
    case "product":
    case "min":
    case "max":
      return type === "bool" ? `${combine2.kind} of bool` : void 0;
    case "and":
    case "or":
    case "xor":
      return isFloat(type) ? `${combine2.kind} of ${type}` : void 0;
    case "winner":
      return is("a winner", type, "i32");
    case "companion": {
      const kind = combines[combine2.of]?.kind;
      return kind === "least" || kind === "greatest" || kind === "first" || kind === "last" ? void 0 : `${combine2.of} has no winning trip to be the companion of`;
    }
    case "least":
    case "greatest":
      if (type === "bool") return `${combine2.kind} of bool`;
  }
  return combines[combine2.winner]?.kind === "winner" ? void 0 : `${combine2.winner} is not a winner`;
}
function checkBuilder(builder) {
  switch (builder.kind) {
    case "compact":
      return is("the condition of compact", builder.condition.type, "bool") ?? is("a count", builder.count.type, "i32") ?? checkElement("the value", builder.array.element, builder.value);
    case "histogram":
      return checkIndex(builder.index) ?? checkElement("the value", builder.array.element, builder.value);
    case "group":
      return is("a count", builder.count.type, "i32") ?? checkElement("the key", builder.keys.element, builder.key) ?? builder.columns.map((column) => checkElement("a column", column.array.element, column.value)).find(Boolean);
  }
}
function checkIndex(index) {
  return index.type === "f64" || index.type === "i32" ? void 0 : `the index is ${index.type}, not f64 or i32`;
}
function checkElement(what, element2, { type }) {
  const native = nativeType(element2);
  if (type === native || type === "f64" && native !== "i64" && native !== "u64") return void 0;
  return `${what} is ${type}, but elements are ${element2}`;
}
function is(what, type, wanted) {
  return type === wanted ? void 0 : `${what}: ${type} instead of ${wanted}`;
}
function same(what, left, right) {
  return left.type === right.type ? void 0 : `${what} differ in type: ${left.type} and ${right.type}`;
}
var limits;
var init_verify_operation = __esm({
  "../../work/main/packages/compiler/src/ir/verify-operation.ts"() {
    "use strict";
    init_vocabulary();
    limits = {
      i32: [-(2n ** 31n), 2n ** 31n - 1n],
      u32: [0n, 2n ** 32n - 1n],
      i64: [-(2n ** 63n), 2n ** 63n - 1n],
      u64: [0n, 2n ** 64n - 1n]
    };
  }
});

// ../../work/main/packages/compiler/src/ir/verify.ts
function verifyRegion(region3, afterPass, absent = []) {
  new Verifier(region3, afterPass, absent).region();
}
function abridged(text) {
  const lines = text.trimEnd().split("\n");
  return (lines.length > 12 ? [...lines.slice(0, 11), "  \u2026"] : lines).map((line) => `    ${line}`).join("\n");
}
var VerifyError, impure, Verifier;
var init_verify = __esm({
  "../../work/main/packages/compiler/src/ir/verify.ts"() {
    "use strict";
    init_print();
    init_verify_operation();
    init_walk();
    VerifyError = class extends Error {
      name = "VerifyError";
    };
    impure = /* @__PURE__ */ new Set(["load", "store", "parfor", "single", "barrier", "allreduce", "rankrange"]);
    Verifier = class {
      input;
      pass;
      absent;
      arrays;
      constants = /* @__PURE__ */ new Map();
      /** Every value ever defined; `visible` are those in scope now. */
      defined = /* @__PURE__ */ new Set();
      ids = /* @__PURE__ */ new Set();
      visible = /* @__PURE__ */ new Set();
      enclosing = [];
      constructor(region3, pass, absent) {
        this.input = region3;
        this.pass = pass;
        this.absent = new Set(absent);
        this.arrays = new Set(region3.arrays);
      }
      region() {
        const { input } = this;
        this.interface();
        for (const scalar of input.scalars) this.define(scalar.value);
        this.block(input.prologue, []);
        if (input.prologue.yields.length > 0) this.fail("the prologue yields values");
        for (const guard of input.guards) {
          this.use(guard.condition);
          if (guard.condition.type !== "bool") this.fail(`the guard "${guard.reason}" is ${guard.condition.type}, not bool`);
        }
        if (input.work) {
          this.use(input.work);
          if (input.work.type !== "f64") this.fail(`work is ${input.work.type}, not f64`);
        }
        forEachRegionOperation({ ...input, body: { operations: [], yields: [] } }, (operation) => {
          if (impure.has(operation.kind)) this.fail(`${operation.kind} in the prologue`, operation);
        });
        this.block(input.body, []);
        this.yields(input.body, input.outputs.map((output) => output.type), "the body");
      }
      interface() {
        const { input } = this;
        const names = /* @__PURE__ */ new Set();
        for (const array of input.arrays) {
          if (names.has(array.name)) this.fail(`two arrays are called ${array.name}`);
          names.add(array.name);
          if (array.element === "num" && this.absent.has("num")) this.fail(`the element type of ${array.name} is still unknown`);
          if (array.overwritten && (array.read || !array.written)) this.fail(`${array.name} is overwritten, so it must be written and not read`);
        }
        for (const { first, second } of input.aliases) {
          for (const array of [first, second]) this.knownArray(array);
          if (first === second) this.fail(`${first.name} has an alias rule with itself`);
        }
      }
      block(block, parameters, then) {
        const here = [];
        const define = (value) => {
          this.define(value);
          here.push(value);
        };
        parameters.forEach(define);
        for (const operation of block.operations) {
          this.operation(operation);
          results(operation).forEach(define);
        }
        for (const value of block.yields) this.use(value, this.enclosing.at(-1));
        then?.();
        if (this.enclosing.length > 0) for (const value of here) this.visible.delete(value);
      }
      operation(operation) {
        if (this.absent.has(operation.kind)) this.fail(`there should be no ${operation.kind} any more`, operation);
        for (const value of operands(operation)) this.use(value, operation);
        if (operation.kind === "const") this.constants.set(operation.result, operation.value);
        const problem = checkOperation(operation, this.constants);
        if (problem !== void 0) this.fail(problem, operation);
        this.enclosing.push(operation);
        this.nested(operation);
        this.enclosing.pop();
      }
      nested(operation) {
        const parameters = blockParameters(operation);
        switch (operation.kind) {
          case "load":
          case "store":
            this.access(operation.array, operation.kind === "load", operation.kind === "store", operation);
            if (operation.bounds === "strict" && this.absent.has("strict")) this.fail("there should be no strict access any more", operation);
            return;
          case "length":
            return this.knownArray(operation.array, operation);
          case "if":
            for (const branch2 of [operation.then, operation.else]) {
              this.block(branch2, []);
              this.yields(branch2, operation.results.map((value) => value.type), branch2 === operation.then ? "the first branch" : "the second branch", operation);
            }
            return;
          case "while":
            this.block(operation.condition, parameters);
            this.yields(operation.condition, ["bool"], "the condition", operation);
            for (const value of parameters) {
              this.defined.delete(value);
              this.ids.delete(value.id);
            }
            return this.trips(operation.carried, operation.results, operation.body, parameters, operation);
          case "for":
          case "loop":
            return this.trips(operation.carried, operation.results, operation.body, parameters, operation);
          case "parfor":
            return this.parfor(operation, parameters);
          case "single":
            this.block(operation.body, parameters);
            return this.yields(operation.body, [], "single", operation);
          case "barrier": {
            const inside2 = this.enclosing.find((outer) => outer.kind === "single" || outer.kind === "parfor");
            if (inside2) this.fail(`a barrier inside a ${inside2.kind}, where not all threads come`, inside2);
            return;
          }
          default:
        }
      }
      parfor(operation, parameters) {
        this.trips(operation.carried, operation.results, operation.body, parameters, operation, () => {
          for (const value of builderOperands(operation)) this.use(value, operation);
        });
        for (const builder of operation.builders) {
          if (builder.kind === "group") for (const array of [builder.keys, ...builder.columns.map((column) => column.array)]) this.access(array, false, true, operation);
          else this.access(builder.array, builder.kind === "histogram", true, operation);
        }
      }
      trips(carried, resultValues, body, parameters, operation, then) {
        if (resultValues.length !== carried.length) this.fail(`${resultValues.length} results for ${carried.length} carried values`, operation);
        carried.forEach((one2, index) => {
          const types = [one2.initial.type, one2.parameter.type, resultValues[index].type];
          if (new Set(types).size > 1) this.fail(`carried value ${index} is ${types.join(", then ")}`, operation);
        });
        this.block(body, parameters, then);
        this.yields(body, carried.map((one2) => one2.parameter.type), "the body", operation);
      }
      yields(block, types, what, operation) {
        const found = block.yields.map((value) => value.type);
        if (found.join() !== types.join()) this.fail(`${what} yields (${found.join(", ")}) instead of (${types.join(", ")})`, operation);
      }
      access(array, reads2, writes, operation) {
        this.knownArray(array, operation);
        if (reads2 && !array.read) this.fail(`${array.name} is not marked as read`, operation);
        if (writes && !array.written) this.fail(`${array.name} is not marked as written`, operation);
      }
      knownArray(array, operation) {
        if (!this.arrays.has(array)) this.fail(`${array.name} is not an array of the region`, operation);
      }
      define(value) {
        if (this.defined.has(value)) this.fail(`${printValue(value)} is defined twice`, this.enclosing.at(-1));
        if (this.ids.has(value.id)) this.fail(`two values have the number ${value.id}`, this.enclosing.at(-1));
        if (value.id >= this.input.nextValue) this.fail(`${printValue(value)} is not below nextValue ${this.input.nextValue}`);
        this.defined.add(value);
        this.ids.add(value.id);
        this.visible.add(value);
      }
      use(value, operation) {
        if (this.visible.has(value)) return;
        const how = this.defined.has(value) ? "used outside the block that defines it" : "used before it is defined";
        this.fail(`${printValue(value)} is ${how}`, operation);
      }
      fail(problem, operation) {
        const where = operation ? `
${abridged(printOperation(operation))}` : "";
        throw new VerifyError(`after ${this.pass}: ${this.input.name}: ${problem}${where}`);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/accesses.ts
function accessesIn(block) {
  const found = [];
  forEachOperation(block, (operation) => {
    if (operation.kind === "load" || operation.kind === "store") found.push(operation);
  });
  return found;
}
function storedArrays(accesses) {
  const stored = /* @__PURE__ */ new Set();
  for (const access of accesses) if (access.kind === "store") stored.add(access.array);
  return stored;
}
function definedIn(block) {
  const defined = /* @__PURE__ */ new Set();
  forEachOperation(block, (operation) => {
    for (const value of [...results(operation), ...blockParameters(operation)]) defined.add(value);
  });
  return defined;
}
function usedBy(operation) {
  const used2 = /* @__PURE__ */ new Set([...operands(operation), ...builderOperands(operation)]);
  const visit3 = (block) => {
    for (const value of block.yields) used2.add(value);
    for (const inner of block.operations) {
      for (const value of [...operands(inner), ...builderOperands(inner)]) used2.add(value);
      nestedBlocks(inner).forEach(visit3);
    }
  };
  nestedBlocks(operation).forEach(visit3);
  return used2;
}
var init_accesses = __esm({
  "../../work/main/packages/compiler/src/analysis/accesses.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/effects.ts
function hasEffect(operation) {
  switch (operation.kind) {
    case "store":
    case "barrier":
      return true;
    // Every rank takes part in a collective operation, or all of them wait for ever.
    case "allreduce":
      return true;
    // `undefined` in arithmetic on BigInts throws: whether it can happen is decided later, from this load.
    case "load":
      return operation.bounds === "strict" && (operation.array.element === "i64" || operation.array.element === "u64");
    case "parfor":
      return operation.builders.length > 0;
    default:
      return false;
  }
}
function isSpeculable(operation) {
  switch (operation.kind) {
    case "const":
    case "unary":
    case "compare":
    case "select":
    case "length":
    case "call":
      return true;
    case "binary":
      return !((operation.operator === "div" || operation.operator === "rem") && isInteger(operation.left.type));
    // To 64 bits, `exact` is BigInt(x) on the JavaScript back end, which throws for what is no integer.
    case "convert":
      return operation.mode !== "exact" || operation.result.type === "i32" || operation.result.type === "u32";
    default:
      return false;
  }
}
function speculationCost(operation) {
  if (!isSpeculable(operation)) return void 0;
  switch (operation.kind) {
    case "const":
    case "length":
      return 0;
    case "call":
      return void 0;
    case "unary":
      return operation.operator === "sqrt" ? 4 : 1;
    case "binary":
      return operation.operator === "rem" ? void 0 : operation.operator === "div" ? 4 : 1;
    default:
      return 1;
  }
}
var init_effects = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/effects.ts"() {
    "use strict";
    init_vocabulary();
  }
});

// ../../work/main/packages/compiler/src/passes/collapse.ts
function collapse(region3, _context) {
  visit(region3, region3.body);
}
function visit(region3, block) {
  for (const operation of block.operations) {
    if (operation.kind === "parfor") {
      merge(region3, operation);
      demote(operation.body);
    }
    for (const inner of nestedBlocks(operation)) visit(region3, inner);
  }
}
function merge(region3, parfor2) {
  for (; ; ) {
    const inner = innerOf(region3, parfor2);
    if (!inner) return;
    const between = parfor2.body.operations.filter((operation) => operation !== inner);
    const stored = storedArrays(accessesIn(inner.body));
    for (const { array } of accessesIn({ operations: between, yields: [] })) for (const rule of overlappingRules(region3, array, stored)) rule.same = false;
    parfor2.dimensions.push(...inner.dimensions);
    parfor2.carried = inner.carried.map((one2, index) => ({ parameter: one2.parameter, initial: parfor2.carried[index].initial }));
    parfor2.combines = inner.combines;
    parfor2.builders = inner.builders;
    parfor2.body = { operations: [...between, ...inner.body.operations], yields: inner.body.yields };
  }
}
function innerOf(region3, parfor2) {
  const { body, carried, combines } = parfor2;
  const inner = body.operations.at(-1);
  if (inner?.kind !== "parfor" || parfor2.builders.length > 0) return void 0;
  if (inner.combines.length !== combines.length || combines.some(({ kind }, index) => kind !== inner.combines[index].kind || "winner" in combines[index])) return void 0;
  const handsOn = carried.every(({ parameter }, index) => inner.carried[index].initial === parameter && body.yields[index] === inner.results[index]);
  if (!handsOn) return void 0;
  const own2 = definedIn({ operations: body.operations.slice(0, -1), yields: [] });
  for (const { trip } of parfor2.dimensions) own2.add(trip);
  if (inner.dimensions.some(({ trips }) => own2.has(trips))) return void 0;
  const parameters = new Set(carried.map((one2) => one2.parameter));
  const between = body.operations.slice(0, -1);
  if ([...between, ...inner.body.operations].some((operation) => [...usedBy(operation)].some((value) => parameters.has(value)))) return void 0;
  return between.every((operation) => sinks(region3, operation, inner)) ? inner : void 0;
}
function sinks(region3, operation, inner) {
  const required = inner.carried.length > 0;
  if (required ? hasEffect(operation) || hasLoop({ operations: [operation], yields: [] }) : operation.kind !== "load" && !isCheap(operation)) return false;
  const stored = storedArrays(accessesIn(inner.body));
  return accessesIn({ operations: [operation], yields: [] }).every(({ kind, bounds: bounds2, array }) => kind === "load" && bounds2 !== "strict" && !stored.has(array) && (required || overlappingRules(region3, array, stored).length === 0));
}
function isCheap(operation) {
  return isSpeculable(operation) && operation.kind !== "call";
}
function overlappingRules({ aliases }, array, others) {
  return aliases.filter(({ first, second, same: same2 }) => same2 && (first === array && others.has(second) || second === array && others.has(first)));
}
function demote(block) {
  block.operations = block.operations.map((operation) => {
    const changed = operation.kind === "parfor" && operation.carried.length > 0 ? asLoop(operation) : operation;
    nestedBlocks(changed).forEach(demote);
    return changed;
  });
}
function asLoop({ dimensions: [dimension], carried, results: results2, body }) {
  const { id, label, trip, trips, location } = dimension;
  return { kind: "loop", id, ...label !== void 0 && { label }, results: results2, trip, trips, carried, body, ...location && { location } };
}
function hasLoop(block) {
  let found = false;
  forEachOperation(block, ({ kind }) => {
    if (kind === "loop" || kind === "while" || kind === "parfor") found = true;
  });
  return found;
}
var init_collapse = __esm({
  "../../work/main/packages/compiler/src/passes/collapse.ts"() {
    "use strict";
    init_accesses();
    init_walk();
    init_effects();
  }
});

// ../../work/main/packages/compiler/src/analysis/symbolic.ts
function conditionKey(condition) {
  return keyOf2(condition);
}
function known(value) {
  return { operator: "value", key: `%${value.id}`, value };
}
function node(operator, ...operands2) {
  return { operator, key: `${operator}(${operands2.map(keyOf2).join(",")})`, operands: operands2 };
}
function add(left, right) {
  if (isNumber(left) && isNumber(right)) return left + right;
  if (left === 0) return right;
  if (right === 0) return left;
  return node("add", left, right);
}
function sub(left, right) {
  if (isNumber(left) && isNumber(right)) return left - right;
  if (right === 0) return left;
  if (keyOf2(left) === keyOf2(right)) return 0;
  if (left === 0) return mul(-1, right);
  return node("sub", left, right);
}
function mul(left, right) {
  if (isNumber(left) && isNumber(right)) return left * right;
  if (left === 0 || right === 0) return 0;
  if (left === 1) return right;
  if (right === 1) return left;
  if (isNumber(left) && !isNumber(right) && right.operator === "mul" && isNumber(right.operands[0])) return mul(left * right.operands[0], right.operands[1]);
  return node("mul", left, right);
}
function extremum(operator, left, right) {
  if (isNumber(left) && isNumber(right)) return operator === "min" ? Math.min(left, right) : Math.max(left, right);
  const absorbing = operator === "min" ? -Infinity : Infinity;
  for (const [one2, other] of [[left, right], [right, left]]) {
    if (one2 === -absorbing) return other;
    if (one2 === absorbing) return one2;
  }
  return keyOf2(left) === keyOf2(right) ? left : node(operator, left, right);
}
function min(left, right) {
  return extremum("min", left, right);
}
function max(left, right) {
  return extremum("max", left, right);
}
function abs(operand2) {
  return isNumber(operand2) ? Math.abs(operand2) : node("abs", operand2);
}
function floor(operand2) {
  return isNumber(operand2) ? Math.floor(operand2) : node("floor", operand2);
}
function ceil(operand2) {
  return isNumber(operand2) ? Math.ceil(operand2) : node("ceil", operand2);
}
function quotient(operand2, divisor) {
  return isNumber(operand2) ? operand2 / divisor : node("div", operand2, divisor);
}
function compare2(operator, left, right) {
  return { operator, key: `${operator}(${keyOf2(left)},${keyOf2(right)})`, operands: [left, right] };
}
function less(left, right) {
  if (isNumber(left) && isNumber(right)) return left < right;
  if (left === Infinity || right === -Infinity || keyOf2(left) === keyOf2(right)) return false;
  return compare2("lt", left, right);
}
function lessOrEqual(left, right) {
  if (isNumber(left) && isNumber(right)) return left <= right;
  if (left === Infinity || right === -Infinity) return false;
  return compare2("le", left, right);
}
function isInteger2(operand2) {
  return isNumber(operand2) ? Number.isInteger(operand2) : compare2("eq", operand2, floor(operand2));
}
function logic(operator, conditions) {
  const deciding = operator === "or";
  const rest = /* @__PURE__ */ new Map();
  for (const condition of conditions) {
    if (condition === deciding) return deciding;
    if (typeof condition === "boolean") continue;
    rest.set(condition.key, condition);
  }
  if (rest.size === 0) return !deciding;
  const operands2 = [...rest.values()];
  return operands2.length === 1 ? operands2[0] : { operator, key: `${operator}(${[...rest.keys()].join(",")})`, operands: operands2 };
}
function all2(...conditions) {
  return logic("and", conditions);
}
function any(...conditions) {
  return logic("or", conditions);
}
function conjuncts(condition) {
  return typeof condition === "object" && condition.operator === "and" ? condition.operands.flatMap(conjuncts) : [condition];
}
var keyOf2, isNumber, Emitter;
var init_symbolic = __esm({
  "../../work/main/packages/compiler/src/analysis/symbolic.ts"() {
    "use strict";
    keyOf2 = (one2) => typeof one2 === "object" ? one2.key : String(one2);
    isNumber = (one2) => typeof one2 === "number";
    Emitter = class {
      builder;
      place;
      numbers = /* @__PURE__ */ new Map();
      conditions = /* @__PURE__ */ new Map();
      constructor(builder, place2) {
        this.builder = builder;
        this.place = place2;
      }
      condition(condition) {
        const key2 = keyOf2(condition);
        const found = this.conditions.get(key2);
        if (found) return found;
        const value = this.writeCondition(condition);
        this.conditions.set(key2, value);
        return value;
      }
      number(expression2) {
        const key2 = keyOf2(expression2);
        const found = this.numbers.get(key2);
        if (found) return found;
        const value = this.writeNumber(expression2);
        this.numbers.set(key2, value);
        return value;
      }
      writeCondition(condition) {
        const { builder } = this;
        if (typeof condition === "boolean") return builder.bool(condition);
        switch (condition.operator) {
          case "and":
          case "or": {
            const { operator } = condition;
            return condition.operands.map((one2) => this.condition(one2)).reduce((left, right) => builder.binary(operator, left, right));
          }
          default: {
            const [left, right] = condition.operands.map((one2) => this.number(one2));
            return builder.compare(condition.operator, left, right);
          }
        }
      }
      writeNumber(expression2) {
        const { builder } = this;
        if (typeof expression2 === "number") return builder.f64(expression2);
        switch (expression2.operator) {
          case "value": {
            const value = this.place(expression2.value);
            return value.type === "f64" ? value : builder.convert("value", "f64", value);
          }
          case "abs":
          case "floor":
          case "ceil":
            return builder.unary(expression2.operator, this.number(expression2.operands[0]));
          default: {
            const [left, right] = expression2.operands.map((one2) => this.number(one2));
            return builder.binary(expression2.operator, left, right);
          }
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/bounds.ts
function product(left, right) {
  const corners2 = [mul(left.low, right.low), mul(left.low, right.high), mul(left.high, right.low), mul(left.high, right.high)];
  return { low: corners2.reduce(min), high: corners2.reduce(max) };
}
function hull(one2, other) {
  return { low: min(one2.low, other.low), high: max(one2.high, other.high) };
}
function limited(operation, constantOf2) {
  switch (operation.kind) {
    case "load":
      switch (operation.array.element) {
        case "u8":
        case "u8c":
          return { low: 0, high: 255 };
        case "i8":
          return { low: -128, high: 127 };
        case "u16":
          return { low: 0, high: 65535 };
        case "i16":
          return { low: -32768, high: 32767 };
        default:
          return void 0;
      }
    case "binary": {
      if (operation.operator !== "and" || operation.result.type === "bool") return void 0;
      const mask = [constantOf2(operation.left), constantOf2(operation.right)].find((one2) => one2 !== void 0 && one2 >= 0);
      return mask === void 0 ? void 0 : { low: 0, high: mask };
    }
    default:
      return void 0;
  }
}
var LARGEST_TRIP, Renaming, Bounds;
var init_bounds = __esm({
  "../../work/main/packages/compiler/src/analysis/bounds.ts"() {
    "use strict";
    init_polynomial();
    init_symbolic();
    LARGEST_TRIP = 2 ** 31 - 1;
    Renaming = class {
      copies = /* @__PURE__ */ new Map();
      originals = /* @__PURE__ */ new Map();
      next = -1;
      copy(value) {
        let copy = this.copies.get(value);
        if (!copy) {
          copy = { ...value, id: this.next-- };
          this.copies.set(value, copy);
          this.originals.set(copy, value);
        }
        return copy;
      }
      original(value) {
        return this.originals.get(value) ?? value;
      }
    };
    Bounds = class {
      facts;
      highest = /* @__PURE__ */ new Map();
      constructor(facts) {
        this.facts = facts;
      }
      /** The range of a variable: a trip, or a value whose type or mask limits it. Undefined for what is a number of its own, and for what is unknown. */
      variable(value) {
        const { extents, definitions } = this.facts;
        if (extents.has(value)) return { low: 0, high: this.lastTrip(value) };
        const definition = this.facts.isEarly(value) ? void 0 : definitions.get(value);
        return definition && limited(definition, (one2) => this.constant(one2));
      }
      /** The greatest trip of a loop, at least 0. */
      lastTrip(trip) {
        const found = this.highest.get(trip);
        if (found !== void 0) return found;
        const extent = this.facts.extents.get(trip);
        this.highest.set(trip, LARGEST_TRIP - 1);
        const high = extent ? max(sub(this.ofValue(extent).high, 1), 0) : Infinity;
        this.highest.set(trip, high);
        return high;
      }
      trips(trip) {
        return add(this.lastTrip(trip), 1);
      }
      /** A polynomial over variables (`variable`) and early atoms. Bounds are infinite where something else occurs. */
      ofPolynomial(polynomial, renaming = new Renaming()) {
        let exact2 = 0;
        const groups = /* @__PURE__ */ new Map();
        for (const term of polynomial.terms.values()) {
          const variables = term.factors.filter((factor) => this.variable(renaming.original(factor)));
          if (term.factors.some((factor) => !variables.includes(factor) && !this.facts.isEarly(factor))) return { low: -Infinity, high: Infinity };
          const rest = { coefficient: term.coefficient, factors: term.factors.filter((factor) => !variables.includes(factor)) };
          if (variables.length === 0) {
            exact2 = add(exact2, this.termValue(rest));
            continue;
          }
          const key2 = variables.map((variable2) => variable2.id).join("*");
          const group = groups.get(key2) ?? { variables, terms: [] };
          group.terms.push(rest);
          groups.set(key2, group);
        }
        let [low, high] = [exact2, exact2];
        for (const { variables, terms } of groups.values()) {
          const coefficient = terms.map((term) => this.termValue(term)).reduce(add);
          const range = variables.map((one3) => this.variable(renaming.original(one3))).reduce(product);
          const [one2, other] = [mul(coefficient, range.low), mul(coefficient, range.high)];
          if (typeof coefficient === "number") {
            low = add(low, coefficient < 0 ? other : one2);
            high = add(high, coefficient < 0 ? one2 : other);
          } else {
            low = add(low, min(one2, other));
            high = add(high, max(one2, other));
          }
        }
        return { low, high };
      }
      /** A polynomial of early atoms alone. */
      exact(polynomial) {
        if ([...polynomial.atoms()].some((atom) => !this.facts.isEarly(atom) || this.variable(atom))) return void 0;
        return [...polynomial.terms.values()].map((term) => this.termValue(term)).reduce(add, 0);
      }
      termValue({ coefficient, factors }) {
        return factors.map((factor) => known(factor)).reduce(mul, coefficient);
      }
      constant(value) {
        return polynomialOf(value, this.facts.definitions).constant;
      }
      ofValue(value) {
        if (this.facts.isEarly(value)) {
          const constant = this.constant(value);
          return constant === void 0 ? { low: known(value), high: known(value) } : { low: constant, high: constant };
        }
        return this.spread(polynomialOf(value, this.facts.definitions));
      }
      /** As `ofPolynomial`, but atoms may be anything that can be bounded. */
      spread(polynomial) {
        const simple = this.ofPolynomial(polynomial);
        if (simple.high !== Infinity) return simple;
        const split = this.atExtremum(polynomial);
        if (split) return split;
        const terms = [...polynomial.terms.values()].map((term) => {
          const [factor] = term.factors;
          const definition = term.factors.length === 1 ? this.facts.definitions.get(factor) : void 0;
          const inner = definition && this.ofOperation(definition);
          if (!inner) return this.ofPolynomial(Polynomial.of([term]));
          const [one2, other] = [mul(term.coefficient, inner.low), mul(term.coefficient, inner.high)];
          return term.coefficient < 0 ? { low: other, high: one2 } : { low: one2, high: other };
        });
        return terms.reduce((sum2, one2) => ({ low: add(sum2.low, one2.low), high: add(sum2.high, one2.high) }));
      }
      /** min(a, b) + rest is min(a + rest, b + rest): what cancels between a and the rest would be lost otherwise. */
      atExtremum(polynomial) {
        for (const { coefficient, factors } of polynomial.terms.values()) {
          const definition = factors.length === 1 ? this.facts.definitions.get(factors[0]) : void 0;
          if (definition?.kind !== "binary" || definition.operator !== "min" && definition.operator !== "max") continue;
          const [one2, other] = [definition.left, definition.right].map((side) => this.spread(polynomial.substitute((atom) => atom === factors[0] ? polynomialOf(side, this.facts.definitions) : void 0)));
          const join3 = definition.operator === "min" === coefficient > 0 ? min : max;
          return { low: join3(one2.low, other.low), high: join3(one2.high, other.high) };
        }
        return void 0;
      }
      ofOperation(operation) {
        const range = limited(operation, (one2) => this.constant(one2));
        if (range) return range;
        switch (operation.kind) {
          case "convert":
            if (operation.mode !== "wrap") return this.ofValue(operation.operand);
            return operation.result.type === "i32" ? { low: -(2 ** 31), high: LARGEST_TRIP } : void 0;
          case "select":
            return hull(this.ofValue(operation.whenTrue), this.ofValue(operation.whenFalse));
          case "unary": {
            if (operation.operator !== "floor" && operation.operator !== "ceil" && operation.operator !== "trunc") return void 0;
            const { low, high } = this.ofValue(operation.operand);
            return { low: floor(low), high: ceil(high) };
          }
          case "binary": {
            const [left, right] = [this.ofValue(operation.left), this.ofValue(operation.right)];
            switch (operation.operator) {
              case "div": {
                const divisor = this.constant(operation.right);
                if (divisor === void 0 || divisor <= 0) return void 0;
                const [low, high] = [quotient(left.low, divisor), quotient(left.high, divisor)];
                return { low: floor(low), high: ceil(high) };
              }
              default:
                return void 0;
            }
          }
          default:
            return void 0;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/plausible.ts
function isPlausible(conditions, facts) {
  const open = conditions.filter((condition) => condition !== true);
  if (open.length === 0) return true;
  for (const sample of samples(facts)) if (open.every((condition) => sample.condition(condition))) return true;
  return false;
}
function isFollowing(conditions, facts) {
  const open = conditions.filter((condition) => !facts.isEnsured(condition));
  if (open.length === 0) return true;
  const given = [...facts.ensured.values()];
  let met = 0;
  for (const sample of samples(facts)) {
    if (!given.every((condition) => sample.condition(condition))) continue;
    if (!open.every((condition) => sample.condition(condition))) return false;
    met++;
  }
  return met > 0;
}
function* samples(facts) {
  const extents = [...new Set(facts.extents.values())].filter((extent) => facts.isEarly(extent));
  let state = 1;
  const random = () => {
    state = Math.imul(state, 1103515245) + 12345 & 2147483647;
    return state >>> 12;
  };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const evaluator = new Evaluator(facts, () => sizes[random() % sizes.length]);
    if (extents.every((extent) => evaluator.value(extent) >= 2)) yield evaluator;
  }
}
var SAMPLES, sizes, Evaluator;
var init_plausible = __esm({
  "../../work/main/packages/compiler/src/analysis/plausible.ts"() {
    "use strict";
    SAMPLES = 64;
    sizes = [2, 3, 4, 7, 10, 16, 64, 100, 1e3];
    Evaluator = class {
      facts;
      choose;
      values = /* @__PURE__ */ new Map();
      lengths = /* @__PURE__ */ new Map();
      constructor(facts, choose) {
        this.facts = facts;
        this.choose = choose;
      }
      condition(condition) {
        if (typeof condition === "boolean") return condition;
        switch (condition.operator) {
          case "and":
            return condition.operands.every((one2) => this.condition(one2));
          case "or":
            return condition.operands.some((one2) => this.condition(one2));
          default: {
            const [left, right] = condition.operands.map((one2) => this.expression(one2));
            return condition.operator === "lt" ? left < right : condition.operator === "le" ? left <= right : left === right;
          }
        }
      }
      expression(expression2) {
        if (typeof expression2 === "number") return expression2;
        if (expression2.operator === "value") return this.value(expression2.value);
        const [left, right] = expression2.operands.map((one2) => this.expression(one2));
        switch (expression2.operator) {
          case "add":
            return left + right;
          case "sub":
            return left - right;
          case "mul":
            return left * right;
          case "div":
            return left / right;
          case "min":
            return Math.min(left, right);
          case "max":
            return Math.max(left, right);
          case "abs":
            return Math.abs(left);
          case "floor":
            return Math.floor(left);
          case "ceil":
            return Math.ceil(left);
        }
      }
      value(value) {
        let found = this.values.get(value);
        if (found === void 0) {
          const definition = this.facts.definitions.get(value);
          found = (definition && this.operation(definition)) ?? this.choose();
          this.values.set(value, found);
        }
        return found;
      }
      /** What bounds and subscripts are made of; anything else is as good as any number. */
      operation(operation) {
        switch (operation.kind) {
          case "const":
            return Number(operation.value);
          case "convert":
            return operation.mode === "value" ? this.value(operation.operand) : Math.trunc(this.value(operation.operand));
          case "length": {
            const length2 = this.lengths.get(operation.array) ?? this.choose();
            this.lengths.set(operation.array, length2);
            return length2;
          }
          case "unary": {
            const operand2 = this.value(operation.operand);
            switch (operation.operator) {
              case "neg":
                return -operand2;
              case "abs":
                return Math.abs(operand2);
              case "floor":
              case "trunc":
                return Math.floor(operand2);
              case "ceil":
                return Math.ceil(operand2);
              default:
                return void 0;
            }
          }
          case "binary": {
            const [left, right] = [this.value(operation.left), this.value(operation.right)];
            switch (operation.operator) {
              case "add":
                return left + right;
              case "sub":
                return left - right;
              case "mul":
                return left * right;
              case "div":
                return left / right;
              case "min":
                return Math.min(left, right);
              case "max":
                return Math.max(left, right);
              case "shl":
                return left * 2 ** right;
              case "shr":
                return Math.floor(left / 2 ** right);
              default:
                return void 0;
            }
          }
          default:
            return void 0;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/subscripts.ts
var EXACT_F64, LARGEST_I32, SMALL, Subscripts;
var init_subscripts = __esm({
  "../../work/main/packages/compiler/src/analysis/subscripts.ts"() {
    "use strict";
    init_polynomial();
    init_symbolic();
    EXACT_F64 = 2 ** 53;
    LARGEST_I32 = 2 ** 31 - 1;
    SMALL = 2 ** 40;
    Subscripts = class {
      facts;
      bounds;
      known = /* @__PURE__ */ new Map();
      constructor(facts, bounds2) {
        this.facts = facts;
        this.bounds = bounds2;
      }
      of({ index }) {
        let found = this.known.get(index);
        if (!found) {
          const polynomial = this.polynomial(index);
          this.known.set(index, found = { polynomial, sound: this.soundness(index, polynomial) });
        }
        return found;
      }
      polynomial(value) {
        return polynomialOf(value, this.facts.definitions, { throughWrap: (operand2) => !this.facts.isEarly(operand2) });
      }
      soundness(index, polynomial) {
        const conditions = [];
        const size = this.size(index, conditions);
        const terms = [...polynomial.terms.values()];
        const large = terms.filter((term) => this.worst(term) > SMALL);
        const isKnown = size !== Infinity;
        if (!isKnown && large.some(({ coefficient, factors }) => factors.length > 1 || Math.abs(coefficient) !== 1)) return false;
        const rest = terms.filter((term) => !large.includes(term)).reduce((sum2, term) => sum2 + this.worst(term), 0);
        if (large.length > 1 || rest > SMALL) {
          if (!isKnown) return false;
          conditions.push(lessOrEqual(size, EXACT_F64));
        }
        return all2(...conditions);
      }
      /** A bound of every intermediate result; what must hold besides goes to `conditions`. Infinite where something unknown occurs. */
      size(value, conditions) {
        const definition = this.facts.definitions.get(value);
        const isAtom = this.polynomial(value).equals(Polynomial.atom(value));
        if (definition && !isAtom) {
          switch (definition.kind) {
            case "const":
              return Math.abs(Number(definition.value));
            case "unary":
              return this.size(definition.operand, conditions);
            case "convert": {
              const inner = this.size(definition.operand, conditions);
              if (definition.mode === "wrap") conditions.push(lessOrEqual(inner, LARGEST_I32));
              return inner;
            }
            case "binary": {
              const left = this.size(definition.left, conditions);
              if (definition.operator === "shl") {
                const shifted2 = mul(left, 2 ** (this.polynomial(definition.right).constant & 31));
                conditions.push(lessOrEqual(shifted2, LARGEST_I32));
                return shifted2;
              }
              const right = this.size(definition.right, conditions);
              return definition.operator === "mul" ? mul(left, right) : add(left, right);
            }
            default:
          }
        }
        const range = this.bounds.variable(value);
        if (range) return max(abs(range.low), abs(range.high));
        if (!this.facts.isEarly(value)) return Infinity;
        if (value.type === "f64" && !this.isWhole(value)) conditions.push(isInteger2(known(value)));
        return abs(known(value));
      }
      /** The largest that a term can be by the types of its factors. */
      worst({ coefficient, factors }) {
        return factors.reduce((product4, factor) => {
          const range = this.bounds.variable(factor);
          const limit = factor.type === "i32" ? 2 ** 31 : range ? max(abs(range.low), abs(range.high)) : Infinity;
          return product4 * (typeof limit === "number" ? limit : Infinity);
        }, Math.abs(coefficient));
      }
      /** f64, but an integer (or an infinity, or NaN) by the operation that computes it. */
      isWhole(value) {
        const definition = this.facts.definitions.get(value);
        return definition?.kind === "unary" && ["floor", "ceil", "trunc", "nearest"].includes(definition.operator);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/dependence.ts
function aligned(subscript2, trips) {
  if (trips.size === 0) return subscript2;
  const polynomial = subscript2.polynomial.substitute((value) => {
    const trip = trips.get(value);
    return trip && Polynomial.atom(trip);
  });
  return { ...subscript2, polynomial };
}
function isObstacle(result2) {
  return "kind" in result2;
}
function greatestCommonDivisor(one2, other) {
  return other === 0 ? one2 : greatestCommonDivisor(other, one2 % other);
}
function reasonFor(array) {
  return `the trips touch different elements of '${array.name}'`;
}
function locationOf(one2, other) {
  const location = one2.kind === "store" ? one2.location : other.location;
  return location ? { location } : {};
}
var LEAST_ROW, Dependences;
var init_dependence = __esm({
  "../../work/main/packages/compiler/src/analysis/dependence.ts"() {
    "use strict";
    init_accesses();
    init_bounds();
    init_polynomial();
    init_plausible();
    init_subscripts();
    init_symbolic();
    LEAST_ROW = 3;
    Dependences = class {
      facts;
      bounds;
      subscripts;
      constructor(facts) {
        this.facts = facts;
        this.bounds = new Bounds(facts);
        this.subscripts = new Subscripts(facts, this.bounds);
      }
      loop(trip, body) {
        const accesses = accessesIn(body);
        return this.between({ trip, inside: definedIn(body) }, accesses, accesses);
      }
      /**
       * Between accesses of different trips: one of `first` and one of `second`, at least one of them a store.
       * `trips`: the trips of the loop around `second`, by those of the loop around `first` that they stand for.
       */
      between(level, first, second, trips = /* @__PURE__ */ new Map()) {
        const assumptions = [];
        const pairs = [];
        const crossing = [];
        for (const [position, one2] of first.entries()) {
          for (const other of first === second ? second.slice(position) : second) {
            if (one2.kind !== "store" && other.kind !== "store") continue;
            if (one2.array !== other.array) {
              crossing.push([one2, other]);
              continue;
            }
            const condition = this.apart(one2, other, level, trips);
            if (condition === false) return this.obstacle(one2, other, level);
            if (condition !== true) assumptions.push({ condition, reason: reasonFor(one2.array), ...locationOf(one2, other), between: [one2, other] });
          }
        }
        const unlikely = this.unlikely(assumptions);
        if (unlikely) return this.obstacle(...unlikely, level);
        const given = new Set(assumptions.flatMap(({ condition }) => conjuncts(condition)).map(conditionKey));
        const isGiven = (condition) => conjuncts(condition).every((one2) => this.facts.isEnsured(one2) || given.has(conditionKey(one2)));
        for (const [one2, other] of crossing) {
          const condition = this.apart(one2, other, level, trips);
          const same2 = isGiven(condition);
          const pair = pairs.find(({ first: a, second: b }) => a === one2.array && b === other.array || a === other.array && b === one2.array);
          if (pair) pair.same &&= same2;
          else pairs.push({ first: one2.array, second: other.array, same: same2 });
        }
        return { assumptions, pairs };
      }
      /** The accesses whose condition, with those before it, no loop of some trips meets. */
      unlikely(assumptions) {
        const conditions = assumptions.map(({ condition }) => condition);
        if (isPlausible(conditions, this.facts)) return void 0;
        const count3 = conditions.findIndex((_, index) => !isPlausible(conditions.slice(0, index + 1), this.facts));
        return assumptions[count3].between;
      }
      obstacle(one2, other, level) {
        const wild = [one2, other].find((access) => !this.isAffine(access, level)) ?? [one2, other].find((access) => this.hasData(access, level));
        const store = one2.kind === "store" ? one2 : other;
        return { kind: wild ? "subscript" : "element", store, access: wild ?? (store === one2 ? other : one2) };
      }
      isAffine(access, level) {
        const { polynomial, sound } = this.subscripts.of(access);
        return sound !== false && this.isKnown(polynomial, level) && polynomial.linearIn(level.trip) !== void 0;
      }
      /** Elements of arrays, masked values and the like. */
      hasData(access, { inside: inside2, trip }) {
        return [...this.subscripts.of(access).polynomial.atoms()].some((atom) => atom !== trip && inside2.has(atom) && !this.facts.extents.has(atom) && !this.facts.isEarly(atom));
      }
      isKnown(polynomial, { inside: inside2, trip }) {
        return [...polynomial.atoms()].every((atom) => atom === trip || !inside2.has(atom) || this.facts.isEarly(atom) || this.bounds.variable(atom));
      }
      /** The condition under which two accesses to one array touch different elements in different trips. */
      apart(one2, other, level, trips = /* @__PURE__ */ new Map()) {
        const left = this.subscripts.of(one2);
        const right = aligned(this.subscripts.of(other), trips);
        if (!this.isKnown(left.polynomial, level) || !this.isKnown(right.polynomial, level)) return false;
        const sound = all2(left.sound, right.sound);
        if (sound === false) return false;
        const renaming = new Renaming();
        const isOwn = (value) => value === level.trip || level.inside.has(value) && !this.facts.isEarly(value);
        const renamed = (polynomial) => polynomial.substitute((value) => isOwn(value) ? Polynomial.atom(renaming.copy(value)) : void 0);
        const difference = left.polynomial.minus(renamed(right.polynomial));
        if (this.isIndivisible(difference, renaming)) return sound;
        const conditions = [this.withinStride(left.polynomial, right.polynomial, level, renamed, renaming)];
        if (one2 !== other) conditions.push(this.neverEqual(difference, renaming));
        return all2(any(...conditions), sound);
      }
      /** The greatest common divisor of the coefficients does not divide the constant: no integers make it zero. */
      isIndivisible(difference, renaming) {
        let divisor = 0;
        for (const { coefficient, factors } of difference.terms.values()) {
          if (factors.length === 0) continue;
          if (!factors.every((factor) => this.isInteger(renaming.original(factor)))) return false;
          divisor = greatestCommonDivisor(divisor, Math.abs(coefficient));
        }
        return divisor === 0 ? difference.constantTerm !== 0 : difference.constantTerm % divisor !== 0;
      }
      isInteger(value) {
        return this.bounds.variable(value) !== void 0 || this.facts.isEarly(value);
      }
      /** Both move by the same stride from trip to trip, and what else differs between them stays below the stride. */
      withinStride(left, right, { trip }, renamed, renaming) {
        const [one2, other] = [left.linearIn(trip), right.linearIn(trip)];
        if (!one2 || !other || !one2.coefficient.equals(other.coefficient)) return false;
        const stride = this.bounds.exact(one2.coefficient);
        if (stride === void 0 || stride === 0) return false;
        const offset = renamed(other.rest).minus(one2.rest);
        const { low, high } = this.bounds.ofPolynomial(offset, renaming);
        if (this.isRow(offset, one2.coefficient, renaming)) return true;
        const condition = less(max(high, sub(0, low)), abs(stride));
        if (typeof condition === "boolean") return condition;
        const sensible = typeof stride !== "number" || Math.abs(stride) >= LEAST_ROW || this.hasOwnNumber(offset, renaming);
        return sensible && condition;
      }
      /** The offset is the distance of two trips of a loop that makes as many trips as the stride is long: if it makes any, they are closer. */
      isRow(offset, stride, renaming) {
        const terms = [...offset.terms.values()];
        const [one2, other] = terms.map(({ factors }) => renaming.original(factors[0]));
        if (terms.length !== 2 || one2 !== other || terms.some(({ coefficient, factors }) => factors.length !== 1 || Math.abs(coefficient) !== 1)) return false;
        const extent = this.facts.extents.get(one2);
        return extent !== void 0 && terms[0].coefficient === -terms[1].coefficient && polynomialOf(extent, this.facts.definitions).equals(stride);
      }
      /** The difference is never zero, whatever the trips. */
      neverEqual(difference, renaming) {
        const { low, high } = this.bounds.ofPolynomial(difference, renaming);
        const condition = any(less(0, low), less(high, 0));
        if (typeof condition === "boolean") return condition;
        return this.hasOwnNumber(difference, renaming) && condition;
      }
      /** An early value that no trip is multiplied with: a distance, not an extent. */
      hasOwnNumber(polynomial, renaming) {
        return [...polynomial.terms.values()].some(({ factors }) => factors.length > 0 && factors.every((factor) => this.bounds.variable(renaming.original(factor)) === void 0));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/facts.ts
var ensured, Facts;
var init_facts = __esm({
  "../../work/main/packages/compiler/src/analysis/facts.ts"() {
    "use strict";
    init_builder();
    init_clone();
    init_walk();
    init_effects();
    init_symbolic();
    ensured = /* @__PURE__ */ new WeakMap();
    Facts = class {
      region;
      definitions = /* @__PURE__ */ new Map();
      /** Number of trips by trip, for every counted loop. */
      extents = /* @__PURE__ */ new Map();
      early = /* @__PURE__ */ new Map();
      placed = /* @__PURE__ */ new Map();
      emitter;
      constructor(region3) {
        this.region = region3;
        for (const { value } of region3.scalars) this.early.set(value, true);
        for (const operation of region3.prologue.operations) for (const value of results(operation)) this.early.set(value, true);
        forEachRegionOperation(region3, (operation) => {
          for (const value of results(operation)) this.definitions.set(value, operation);
          if (operation.kind === "loop") this.extents.set(operation.trip, operation.trips);
          if (operation.kind === "parfor") for (const { trip, trips } of operation.dimensions) this.extents.set(trip, trips);
        });
        this.emitter = new Emitter(new Builder(region3, region3.prologue), (value) => this.place(value));
      }
      get ensured() {
        let conditions = ensured.get(this.region);
        if (!conditions) ensured.set(this.region, conditions = /* @__PURE__ */ new Map());
        return conditions;
      }
      /** Known before the region runs, or computable there. */
      isEarly(value) {
        const found = this.early.get(value);
        if (found !== void 0) return found;
        const definition = this.definitions.get(value);
        const early = definition !== void 0 && isSpeculable(definition) && operands(definition).every((operand2) => this.isEarly(operand2));
        this.early.set(value, early);
        return early;
      }
      isEnsured(condition) {
        return conjuncts(condition).every((one2) => one2 === true || this.ensured.has(conditionKey(one2)));
      }
      assume({ condition, ...rest }) {
        for (const one2 of conjuncts(condition)) this.assumeOne({ condition: one2, ...rest });
      }
      assumeOne({ condition, reason, location }) {
        if (this.isEnsured(condition)) return;
        this.ensured.set(conditionKey(condition), condition);
        this.region.guards.push({ condition: this.emitter.condition(condition), reason, ...location && { location } });
      }
      /** The value itself where the prologue sees it, else a copy of what computes it, put there. */
      place(value) {
        const { region: region3 } = this;
        const known2 = this.placed.get(value);
        if (known2) return known2;
        const definition = this.definitions.get(value);
        let found = value;
        if (definition && !region3.prologue.operations.includes(definition)) {
          const inputs2 = new Map(operands(definition).map((operand2) => [operand2, this.place(operand2)]));
          const [copy] = cloneOperations(region3, [definition], inputs2);
          region3.prologue.operations.push(copy);
          [found] = results(copy);
        }
        this.placed.set(value, found);
        return found;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/parallelise/aliases.ts
function addAliasRules(region3, rules) {
  for (const rule of rules) {
    const known2 = region3.aliases.find(({ first, second }) => first === rule.first && second === rule.second || first === rule.second && second === rule.first);
    if (known2) known2.same &&= rule.same;
    else region3.aliases.push({ ...rule });
  }
}
var init_aliases = __esm({
  "../../work/main/packages/compiler/src/passes/parallelise/aliases.ts"() {
    "use strict";
  }
});

// ../../work/main/packages/compiler/src/passes/fuse.ts
function fuse(region3, context) {
  fuseIn(region3, context, region3.body);
}
function fuseIn(region3, context, block) {
  let position = 0;
  while (position < block.operations.length) {
    const operation = block.operations[position];
    if (operation.kind !== "parfor" || !fuseNext(region3, context, block, position, operation)) {
      for (const inner of nestedBlocks(operation)) fuseIn(region3, context, inner);
      position++;
    } else position = block.operations.indexOf(operation);
  }
}
function fuseNext(region3, context, block, position, first) {
  const next = block.operations.findIndex((operation, index) => index > position && operation.kind === "parfor");
  const second = block.operations[next];
  if (second?.kind !== "parfor") return false;
  const between = block.operations.slice(position + 1, next);
  const facts = new Facts(region3);
  const trips = sameTrips(first, second, facts);
  const order = trips && separate(first, between, second);
  const found = order && trips && keepsShape(first, second, facts) ? independent(first, second, trips, facts) : void 0;
  if (!order || !trips || !found) return false;
  for (const assumption of found.assumptions) facts.assume(assumption);
  addAliasRules(region3, found.pairs);
  join(first, second, trips);
  block.operations.splice(position, between.length + 2, ...order.before, first, ...order.after);
  report2(context, first, second);
  return true;
}
function sameTrips(first, second, { definitions }) {
  if (first.dimensions.length !== second.dimensions.length || first.builders.length + second.builders.length > 0) return void 0;
  const trips = /* @__PURE__ */ new Map();
  for (const [index, dimension] of first.dimensions.entries()) {
    const other = second.dimensions[index];
    if (dimension.trips !== other.trips && !polynomialOf(dimension.trips, definitions).equals(polynomialOf(other.trips, definitions))) return void 0;
    trips.set(other.trip, dimension.trip);
  }
  return trips;
}
function separate(first, between, second) {
  const before = [];
  const after = [];
  const late = new Set(results(first));
  const written2 = storedArrays(accessesIn(first.body));
  const writtenLater = storedArrays(accessesIn(second.body));
  for (const operation of between) {
    const accesses = accessesIn({ operations: [operation], yields: [] });
    if (hasEffect(operation) || accesses.some((access) => access.kind === "store")) return void 0;
    const mustFollow = [...usedBy(operation)].some((value) => late.has(value)) || accesses.some(({ array }) => written2.has(array));
    if (!mustFollow) {
      before.push(operation);
      continue;
    }
    if (accesses.some(({ array }) => writtenLater.has(array))) return void 0;
    after.push(operation);
    results(operation).forEach((value) => late.add(value));
  }
  return [...usedBy(second)].some((value) => late.has(value)) ? void 0 : { before, after };
}
function keepsShape(first, second, { definitions }) {
  return blockTrips(first) === blockTrips(second) || [first, second].every((parfor2) => !isReshaped(parfor2, definitions) || blockTrips(parfor2) < blockTrips(parfor2 === first ? second : first));
}
function independent(first, second, trips, facts) {
  const dependences = new Dependences(facts);
  const [one2, other] = [accessesIn(first.body), accessesIn(second.body)];
  const all3 = { assumptions: [], pairs: [] };
  const inside2 = /* @__PURE__ */ new Set([...definedIn(first.body), ...definedIn(second.body)]);
  for (const { trip } of first.dimensions.toReversed()) {
    const found = dependences.between({ trip, inside: new Set(inside2) }, one2, other, trips);
    if (isObstacle(found) || !isFollowing(found.assumptions.map(({ condition }) => condition), facts)) return void 0;
    all3.assumptions.push(...found.assumptions);
    all3.pairs.push(...found.pairs);
    inside2.add(trip);
  }
  return all3;
}
function join(first, second, trips) {
  substitute(second.body, (value) => trips.get(value) ?? value);
  const offset = first.carried.length;
  first.combines.push(...second.combines.map((combine2) => shifted(combine2, offset)));
  first.carried.push(...second.carried);
  first.results.push(...second.results);
  first.body.operations.push(...second.body.operations);
  first.body.yields.push(...second.body.yields);
}
function shifted(combine2, offset) {
  if ("winner" in combine2) return { ...combine2, winner: combine2.winner + offset };
  return "of" in combine2 ? { ...combine2, of: combine2.of + offset } : combine2;
}
function report2({ diagnostics }, first, second) {
  const line = first.dimensions[0].location?.line;
  const [{ id }] = second.dimensions;
  const verdict2 = diagnostics.find(({ loop }) => loop?.id === id);
  if (!verdict2) return;
  verdict2.code = "PF104";
  verdict2.message = `${verdict2.message}, fused with the loop before it${line === void 0 ? "" : ` (line ${line})`}`;
}
var init_fuse = __esm({
  "../../work/main/packages/compiler/src/passes/fuse.ts"() {
    "use strict";
    init_accesses();
    init_dependence();
    init_facts();
    init_plausible();
    init_polynomial();
    init_exact();
    init_walk();
    init_shape();
    init_aliases();
    init_effects();
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges/range.ts
function integers(lo, hi) {
  return { lo, hi, integer: true, mayBeNaN: false, mayBeNegativeZero: false };
}
function reals(lo, hi, odd = {}) {
  return { lo, hi, integer: false, mayBeNaN: false, mayBeNegativeZero: false, ...odd };
}
function constantRange(value) {
  const number4 = Number(value);
  if (Number.isNaN(number4)) return { lo: Infinity, hi: -Infinity, integer: true, mayBeNaN: true, mayBeNegativeZero: false };
  return { lo: number4 + 0, hi: number4 + 0, integer: Number.isInteger(number4) || !Number.isFinite(number4), mayBeNaN: false, mayBeNegativeZero: Object.is(number4, -0) };
}
function typeRange(type) {
  switch (type) {
    case "f64":
    case "f32":
      return anyNumber;
    case "i32":
      return integers(INT32_MIN, INT32_MAX);
    case "u32":
      return integers(0, UINT32_MAX);
    case "i64":
      return integers(-(2 ** 63), 2 ** 63);
    case "u64":
      return integers(0, 2 ** 64);
    case "bool":
      return anyBoolean;
  }
}
function elementRange(element2) {
  switch (element2) {
    case "u8":
    case "u8c":
      return integers(0, 255);
    case "i8":
      return integers(-128, 127);
    case "u16":
      return integers(0, 65535);
    case "i16":
      return integers(-32768, 32767);
    case "num":
      return anyNumber;
    default:
      return typeRange(element2);
  }
}
function isExactInteger(range) {
  return range.integer && !range.mayBeNaN && magnitude(range) < EXACT2;
}
function isWithin(range, lo, hi) {
  return range.integer && !range.mayBeNaN && range.lo >= lo && range.hi <= hi;
}
function join2(first, second) {
  return {
    lo: Math.min(first.lo, second.lo),
    hi: Math.max(first.hi, second.hi),
    integer: first.integer && second.integer,
    mayBeNaN: first.mayBeNaN || second.mayBeNaN,
    mayBeNegativeZero: first.mayBeNegativeZero || second.mayBeNegativeZero
  };
}
function intersect(first, second) {
  return {
    lo: Math.max(first.lo, second.lo),
    hi: Math.min(first.hi, second.hi),
    integer: first.integer || second.integer,
    mayBeNaN: first.mayBeNaN && second.mayBeNaN,
    mayBeNegativeZero: first.mayBeNegativeZero && second.mayBeNegativeZero
  };
}
function sameRange(first, second) {
  return first.lo === second.lo && first.hi === second.hi && first.integer === second.integer && first.mayBeNaN === second.mayBeNaN && first.mayBeNegativeZero === second.mayBeNegativeZero;
}
function widen(before, after) {
  const joined = join2(before, after);
  return {
    ...joined,
    lo: joined.lo < before.lo ? floors.find((limit) => limit <= joined.lo) : joined.lo,
    hi: joined.hi > before.hi ? ceilings.find((limit) => limit >= joined.hi) : joined.hi
  };
}
var INT32_MIN, INT32_MAX, UINT32_MAX, EXACT2, anyNumber, anyLength, anyBoolean, isEmpty2, containsZero, mayBeInfinite, magnitude, isInt32, isUint32, ceilings, floors;
var init_range = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges/range.ts"() {
    "use strict";
    INT32_MIN = -(2 ** 31);
    INT32_MAX = 2 ** 31 - 1;
    UINT32_MAX = 2 ** 32 - 1;
    EXACT2 = 2 ** 53;
    anyNumber = { lo: -Infinity, hi: Infinity, integer: false, mayBeNaN: true, mayBeNegativeZero: true };
    anyLength = integers(0, INT32_MAX);
    anyBoolean = integers(0, 1);
    isEmpty2 = (range) => range.lo > range.hi;
    containsZero = (range) => range.lo <= 0 && range.hi >= 0;
    mayBeInfinite = (range) => range.lo === -Infinity || range.hi === Infinity;
    magnitude = (range) => isEmpty2(range) ? 0 : Math.max(Math.abs(range.lo), Math.abs(range.hi));
    isInt32 = (range) => isWithin(range, INT32_MIN, INT32_MAX);
    isUint32 = (range) => isWithin(range, 0, UINT32_MAX);
    ceilings = [0, INT32_MAX, EXACT2, Infinity];
    floors = [0, INT32_MIN, -EXACT2, -Infinity];
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges/float.ts
function floatBinary(operator, left, right) {
  if (isEmpty2(left) || isEmpty2(right)) return nothing(true);
  const mayBeNaN = left.mayBeNaN || right.mayBeNaN;
  const integer = left.integer && right.integer;
  switch (operator) {
    case "add":
      return {
        ...bounds(left.lo + right.lo, left.hi + right.hi),
        integer,
        mayBeNaN: mayBeNaN || left.hi === Infinity && right.lo === -Infinity || left.lo === -Infinity && right.hi === Infinity,
        mayBeNegativeZero: left.mayBeNegativeZero && right.mayBeNegativeZero
      };
    case "sub":
      return {
        ...bounds(left.lo - right.hi, left.hi - right.lo),
        integer,
        mayBeNaN: mayBeNaN || left.hi === Infinity && right.hi === Infinity || left.lo === -Infinity && right.lo === -Infinity,
        mayBeNegativeZero: left.mayBeNegativeZero && containsZero(right)
      };
    case "mul":
      return {
        ...corners(left, right, product2),
        integer,
        mayBeNaN: mayBeNaN || containsZero(left) && mayBeInfinite(right) || containsZero(right) && mayBeInfinite(left),
        // A product of fractions may underflow.
        mayBeNegativeZero: oppositeSigns(left, right) && (!integer || containsZero(left) || containsZero(right))
      };
    case "div":
      return {
        ...containsZero(right) ? { lo: -Infinity, hi: Infinity } : corners(left, right, quotient2),
        integer: false,
        mayBeNaN: mayBeNaN || containsZero(left) && containsZero(right) || mayBeInfinite(left) && mayBeInfinite(right),
        mayBeNegativeZero: oppositeSigns(left, right)
      };
    case "rem":
      return remainder2(left, right);
    case "min":
      return {
        lo: Math.min(left.lo, right.lo),
        hi: Math.min(left.hi, right.hi),
        integer,
        mayBeNaN,
        mayBeNegativeZero: left.mayBeNegativeZero || right.mayBeNegativeZero
      };
    case "max":
      return {
        lo: Math.max(left.lo, right.lo),
        hi: Math.max(left.hi, right.hi),
        integer,
        mayBeNaN,
        mayBeNegativeZero: left.mayBeNegativeZero || right.mayBeNegativeZero
      };
    case "copysign":
      return {
        lo: -magnitude(left),
        hi: magnitude(left),
        integer: left.integer,
        mayBeNaN: left.mayBeNaN,
        mayBeNegativeZero: containsZero(left)
      };
    default:
      return anyNumber;
  }
}
function bounds(lo, hi) {
  return { lo: Number.isNaN(lo) ? -Infinity : lo, hi: Number.isNaN(hi) ? Infinity : hi };
}
function corners(left, right, combine2) {
  const found = [combine2(left.lo, right.lo), combine2(left.lo, right.hi), combine2(left.hi, right.lo), combine2(left.hi, right.hi)];
  return { lo: Math.min(...found) + 0, hi: Math.max(...found) + 0 };
}
function product2(left, right) {
  return left === 0 || right === 0 ? 0 : left * right;
}
function quotient2(left, right) {
  return Math.abs(left) === Infinity && Math.abs(right) === Infinity ? left * right : left / right;
}
function remainder2(left, right) {
  const integer = left.integer && right.integer;
  const divisor = magnitude(right);
  const limit = Math.min(magnitude(left), integer && divisor < 2 ** 53 ? Math.max(divisor - 1, 0) : divisor);
  return {
    lo: left.lo < 0 ? -limit : 0,
    hi: left.hi > 0 ? limit : 0,
    integer,
    mayBeNaN: left.mayBeNaN || right.mayBeNaN || containsZero(right) || mayBeInfinite(left),
    mayBeNegativeZero: mayBeNegative(left)
  };
}
function floatUnary(operator, operand2) {
  const { lo, hi, integer, mayBeNaN, mayBeNegativeZero } = operand2;
  switch (operator) {
    case "exponent":
      return integers(-1023, 1024);
    case "mantissa":
      return reals(-2, 2, { mayBeNegativeZero: true, mayBeNaN: true });
    case "pow2":
      return reals(0, Infinity);
    default:
  }
  if (isEmpty2(operand2)) return nothing(true);
  switch (operator) {
    case "neg":
      return { lo: 0 - hi, hi: 0 - lo, integer, mayBeNaN, mayBeNegativeZero: containsZero(operand2) };
    case "abs":
      return { lo: containsZero(operand2) ? 0 : Math.min(Math.abs(lo), Math.abs(hi)), hi: magnitude(operand2), integer, mayBeNaN, mayBeNegativeZero: false };
    case "sqrt":
      return { lo: Math.sqrt(Math.max(lo, 0)), hi: Math.sqrt(Math.max(hi, 0)), integer: false, mayBeNaN: mayBeNaN || lo < 0, mayBeNegativeZero };
    case "floor":
      return rounded(operand2, Math.floor, Math.floor, Infinity);
    case "ceil":
      return rounded(operand2, Math.ceil, Math.ceil, -1);
    case "trunc":
      return rounded(operand2, Math.trunc, Math.trunc, -1);
    case "nearest":
      return rounded(operand2, (value) => Math.ceil(value - 0.5), (value) => Math.floor(value + 0.5), -1);
    case "high":
      return { lo: Math.min(lo, 0), hi: Math.max(hi, 0), integer: false, mayBeNaN, mayBeNegativeZero: mayBeNegativeZero || lo < 0 };
    default:
      return anyNumber;
  }
}
function rounded(operand2, roundLow, roundHigh, vanishing) {
  const { lo, hi, integer, mayBeNaN, mayBeNegativeZero } = operand2;
  if (integer) return operand2;
  return {
    lo: roundLow(lo) + 0,
    hi: roundHigh(hi) + 0,
    integer: true,
    mayBeNaN,
    mayBeNegativeZero: mayBeNegativeZero || lo < 0 && hi > vanishing
  };
}
function mathCall(callee, operands2) {
  const [operand2] = operands2;
  const mayBeNaN = operands2.some((one2) => one2.mayBeNaN || mayBeInfinite(one2));
  switch (callee) {
    case "clz32":
      return integers(0, 32);
    case "imul":
      return integers(INT32_MIN, INT32_MAX);
    case "sign":
      return { ...integers(-1, 1), mayBeNaN: operand2.mayBeNaN, mayBeNegativeZero: operand2.mayBeNegativeZero };
    case "round":
      return isEmpty2(operand2) ? nothing(true) : rounded(operand2, (value) => Math.ceil(value - 0.5), (value) => Math.floor(value + 0.5), -1);
    case "fround":
      if (isEmpty2(operand2)) return nothing(true);
      return {
        ...operand2,
        lo: Math.fround(operand2.lo),
        hi: Math.fround(operand2.hi),
        mayBeNegativeZero: operand2.mayBeNegativeZero || !operand2.integer && operand2.lo < 0
      };
    case "sin":
    case "cos":
    case "tanh":
      return reals(-MARGIN, MARGIN, { mayBeNaN, mayBeNegativeZero: true });
    case "exp":
      return reals(0, Infinity, { mayBeNaN });
    default:
      return anyNumber;
  }
}
var nothing, mayBeNegative, mayBePositive, oppositeSigns, MARGIN;
var init_float = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges/float.ts"() {
    "use strict";
    init_range();
    nothing = (mayBeNaN) => ({ lo: Infinity, hi: -Infinity, integer: true, mayBeNaN, mayBeNegativeZero: false });
    mayBeNegative = (range) => range.lo < 0 || range.mayBeNegativeZero;
    mayBePositive = (range) => range.hi >= 0;
    oppositeSigns = (left, right) => mayBeNegative(left) && mayBePositive(right) || mayBePositive(left) && mayBeNegative(right);
    MARGIN = 1.0001;
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges/growth.ts
function addedTo(parameter, value, known2) {
  if (value === parameter) return integers(0, 0);
  const definition = known2.definition(value);
  const added = (inner) => addedTo(parameter, inner, known2);
  const hull3 = (first, second) => first && second ? join2(first, second) : void 0;
  switch (definition?.kind) {
    case "binary": {
      const { operator, left, right } = definition;
      if (operator !== "add" && operator !== "sub") return void 0;
      const first = added(left);
      if (first) return plus(first, known2.range(right), operator === "add" ? 1 : -1);
      const second = operator === "add" ? added(right) : void 0;
      return second && plus(second, known2.range(left), 1);
    }
    case "select":
      return hull3(added(definition.whenTrue), added(definition.whenFalse));
    case "if": {
      const index = definition.results.indexOf(value);
      return hull3(added(definition.then.yields[index]), added(definition.else.yields[index]));
    }
    case "loop": {
      const index = definition.results.indexOf(value);
      const { parameter: inner, initial } = definition.carried[index];
      const before = added(initial);
      const each = addedTo(inner, definition.body.yields[index], known2);
      return before && each && plus(before, times(each, known2.range(definition.trips).hi), 1);
    }
    default:
      return void 0;
  }
}
function plus(first, second, sign2) {
  const [lo, hi] = sign2 === 1 ? [second.lo, second.hi] : [-second.hi, -second.lo];
  return { lo: first.lo + lo, hi: first.hi + hi, integer: first.integer && second.integer, mayBeNaN: second.mayBeNaN || first.mayBeNaN, mayBeNegativeZero: false };
}
function times(each, trips) {
  const count3 = Math.max(trips, 0);
  return { ...each, lo: Math.min(each.lo * count3, 0), hi: Math.max(each.hi * count3, 0) };
}
function grown(parameter, initial, next, trips, known2) {
  const each = addedTo(parameter, next, known2);
  if (!each || !each.integer || each.mayBeNaN || !initial.integer || initial.mayBeNaN || trips === Infinity) return void 0;
  const total = times(each, trips);
  const range = { lo: initial.lo + total.lo, hi: initial.hi + total.hi, integer: true, mayBeNaN: false, mayBeNegativeZero: initial.mayBeNegativeZero };
  const limits2 = isFloat(parameter.type) ? { lo: -EXACT2, hi: EXACT2 } : typeRange(parameter.type);
  return range.lo >= limits2.lo && range.hi <= limits2.hi ? intersect(range, known2.range(parameter)) : void 0;
}
var init_growth = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges/growth.ts"() {
    "use strict";
    init_vocabulary();
    init_range();
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges/integer.ts
function integerBinary(operator, type, left, right) {
  const whole = typeRange(type);
  if (type === "i64" || type === "u64" || left.lo > left.hi || right.lo > right.hi) return whole;
  const fit2 = (lo, hi) => lo >= whole.lo && hi <= whole.hi ? integers(lo + 0, hi + 0) : whole;
  switch (operator) {
    case "add":
      return fit2(left.lo + right.lo, left.hi + right.hi);
    case "sub":
      return fit2(left.lo - right.hi, left.hi - right.lo);
    // Corners up to 2^64 are rounded, but then they are out of the type anyway.
    case "mul":
      return hull2([left.lo * right.lo, left.lo * right.hi, left.hi * right.lo, left.hi * right.hi], fit2);
    case "div": {
      if (containsZero(right)) return whole;
      return hull2([left.lo / right.lo, left.lo / right.hi, left.hi / right.lo, left.hi / right.hi].map(Math.trunc), fit2);
    }
    case "rem": {
      const limit = Math.max(Math.abs(right.lo), Math.abs(right.hi)) - 1;
      return limit < 0 ? whole : integers(left.lo < 0 ? -Math.min(limit, -left.lo) : 0, left.hi > 0 ? Math.min(limit, left.hi) : 0);
    }
    case "min":
      return integers(Math.min(left.lo, right.lo), Math.min(left.hi, right.hi));
    case "max":
      return integers(Math.max(left.lo, right.lo), Math.max(left.hi, right.hi));
    case "and": {
      const limits2 = [left, right].filter((one2) => one2.lo >= 0).map((one2) => one2.hi);
      return limits2.length > 0 ? integers(0, Math.min(...limits2)) : whole;
    }
    case "or":
    case "xor":
      return left.lo >= 0 && right.lo >= 0 ? integers(0, allOnes(Math.max(left.hi, right.hi))) : whole;
    case "shl":
      return right.lo === right.hi ? fit2(left.lo * 2 ** (right.lo & 31), left.hi * 2 ** (right.lo & 31)) : whole;
    case "shr": {
      const count3 = right.lo === right.hi ? right.lo & 31 : void 0;
      if (count3 !== void 0) return integers(Math.floor(left.lo / 2 ** count3), Math.floor(left.hi / 2 ** count3));
      return integers(Math.min(left.lo, 0), Math.max(left.hi, left.lo < 0 ? -1 : 0));
    }
    case "copysign":
      return whole;
  }
}
function hull2(corners2, fit2) {
  return fit2(Math.min(...corners2), Math.max(...corners2));
}
function allOnes(value) {
  return 2 ** Math.ceil(Math.log2(value + 1)) - 1;
}
function integerUnary(operator, type, operand2) {
  const whole = typeRange(type);
  switch (operator) {
    case "clz":
      return integers(0, 32);
    case "neg":
      return type === "i32" && operand2.lo > whole.lo ? integers(0 - operand2.hi, 0 - operand2.lo) : whole;
    case "abs":
      if (type !== "i32" || operand2.lo <= whole.lo) return whole;
      return integers(containsZero(operand2) ? 0 : Math.min(Math.abs(operand2.lo), Math.abs(operand2.hi)), Math.max(Math.abs(operand2.lo), Math.abs(operand2.hi)));
    default:
      return whole;
  }
}
var init_integer = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges/integer.ts"() {
    "use strict";
    init_range();
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges/refine.ts
function refinements(condition, holds, known2) {
  const definition = known2.definition(condition);
  const both2 = (first, second) => [...refinements(first, holds, known2), ...refinements(second, holds, known2)];
  const isConstant = (value, constant) => {
    const operation = known2.definition(value);
    return operation?.kind === "const" && operation.value === constant;
  };
  switch (definition?.kind) {
    case "compare":
      return compared(definition.relation, definition.left, definition.right, holds, known2);
    case "unary":
      return definition.operator === "not" ? refinements(definition.operand, !holds, known2) : [];
    case "binary": {
      const { operator, left, right } = definition;
      return operator === "and" && holds || operator === "or" && !holds ? both2(left, right) : [];
    }
    // `a && b` and `a || b` as lowering writes them.
    case "select":
      if (holds && isConstant(definition.whenFalse, false)) return both2(definition.condition, definition.whenTrue);
      return !holds && isConstant(definition.whenTrue, true) ? both2(definition.condition, definition.whenFalse) : [];
    case "if": {
      const index = definition.results.indexOf(condition);
      const [then, otherwise] = [definition.then.yields[index], definition.else.yields[index]];
      if (holds && isConstant(otherwise, false)) return both2(definition.condition, then);
      return !holds && isConstant(then, true) ? both2(definition.condition, otherwise) : [];
    }
    default:
      return [];
  }
}
function compared(relation, left, right, holds, known2) {
  const [first, second] = [known2.range(left), known2.range(right)];
  const ordered = relation === "ne" ? !holds : holds;
  if (!ordered && isFloat(left.type) && (first.mayBeNaN || second.mayBeNaN)) return [];
  const actual = holds ? relation : opposite[relation];
  return [...bound(actual, left, first, second, known2), ...bound(mirrored[actual], right, second, first, known2)];
}
function bound(relation, value, range, other, known2) {
  const limits2 = limitsOf(relation, range, other);
  if (!limits2) return [];
  return spread(value, intersect(range, { lo: -Infinity, hi: Infinity, integer: false, mayBeNaN: false, mayBeNegativeZero: true, ...limits2 }), known2);
}
function limitsOf(relation, range, other) {
  switch (relation) {
    case "lt":
      return { hi: range.integer && Math.abs(other.hi) <= EXACT2 ? Math.ceil(other.hi) - 1 : other.hi };
    case "le":
      return { hi: range.integer ? Math.floor(other.hi) : other.hi };
    case "gt":
      return { lo: range.integer && Math.abs(other.lo) <= EXACT2 ? Math.floor(other.lo) + 1 : other.lo };
    case "ge":
      return { lo: range.integer ? Math.ceil(other.lo) : other.lo };
    case "eq":
      return { lo: other.lo, hi: other.hi };
    case "ne":
      if (other.lo !== other.hi || !range.integer) return void 0;
      if (range.lo === other.lo) return { lo: range.lo + 1 };
      return range.hi === other.hi ? { hi: range.hi - 1 } : void 0;
  }
}
function spread(value, range, known2) {
  const found = [[value, range]];
  const definition = known2.definition(value);
  if (definition?.kind === "convert" && definition.mode === "value" && definition.operand.type === "i32") {
    const before = known2.range(definition.operand);
    found.push(...spread(definition.operand, { ...before, lo: Math.max(before.lo, range.lo), hi: Math.min(before.hi, range.hi) }, known2));
  }
  if (definition?.kind === "binary" && (definition.operator === "add" || definition.operator === "sub")) {
    const constant = known2.definition(definition.right);
    if (constant?.kind !== "const" || typeof constant.value !== "number") return found;
    const before = known2.range(definition.left);
    const offset = definition.operator === "add" ? constant.value : -constant.value;
    const exact2 = before.integer && Number.isInteger(offset) && magnitude(before) + Math.abs(offset) <= (isFloat(value.type) ? EXACT2 : 2 ** 31 - 1);
    if (exact2) found.push(...spread(definition.left, { ...before, lo: Math.max(before.lo, range.lo - offset), hi: Math.min(before.hi, range.hi - offset) }, known2));
  }
  return found;
}
var opposite, mirrored;
var init_refine = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges/refine.ts"() {
    "use strict";
    init_vocabulary();
    init_range();
    opposite = { lt: "ge", ge: "lt", gt: "le", le: "gt", eq: "ne", ne: "eq" };
    mirrored = { lt: "gt", gt: "lt", le: "ge", ge: "le", eq: "eq", ne: "ne" };
  }
});

// ../../work/main/packages/compiler/src/analysis/ranges.ts
function analyseRanges(region3) {
  const analysis = new Analysis();
  for (const { value } of region3.scalars) analysis.set(value, typeRange(value.type));
  analysis.block(region3.prologue);
  analysis.block(region3.body);
  return analysis;
}
function intersectType(value, range) {
  return isFloat(value.type) ? range : intersect(range, typeRange(value.type));
}
function rounded32(range) {
  return isEmpty2(range) ? range : {
    ...range,
    lo: Math.fround(range.lo),
    hi: Math.fround(range.hi),
    mayBeNegativeZero: range.mayBeNegativeZero || !range.integer && range.lo < 0
  };
}
function loaded2({ array, bounds: bounds2, result: result2 }) {
  const range = elementRange(array.element);
  return isFloat(result2.type) && bounds2 !== "guarded" ? { ...range, mayBeNaN: true } : range;
}
function converted({ mode, operand: operand2, result: result2 }, range) {
  const { type } = result2;
  if (type === "f32") return rounded32(range);
  if (type === "f64") return range;
  const whole = typeRange(type);
  if (isEmpty2(range)) return whole;
  switch (mode) {
    case "exact":
      return isEmpty2(intersect(range, whole)) ? whole : integers(Math.max(Math.ceil(range.lo), whole.lo), Math.min(Math.floor(range.hi), whole.hi));
    case "value":
      return operand2.type === "bool" || isInteger(operand2.type) ? intersect(range, whole) : whole;
    case "wrap": {
      if ((type === "i32" ? isInt32 : type === "u32" ? isUint32 : () => false)(range)) return integers(range.lo, range.hi);
      const [lo, hi] = [Math.trunc(range.lo) + 0, Math.trunc(range.hi) + 0];
      if (!isFloat(operand2.type) || lo < whole.lo || hi > whole.hi) return whole;
      return range.mayBeNaN ? integers(Math.min(lo, 0), Math.max(hi, 0)) : integers(lo, hi);
    }
  }
}
var DEPTH, ROUNDS, Analysis;
var init_ranges = __esm({
  "../../work/main/packages/compiler/src/analysis/ranges.ts"() {
    "use strict";
    init_vocabulary();
    init_walk();
    init_float();
    init_growth();
    init_integer();
    init_refine();
    init_range();
    DEPTH = 4;
    ROUNDS = 16;
    Analysis = class {
      ranges = /* @__PURE__ */ new Map();
      definitions = /* @__PURE__ */ new Map();
      indices = /* @__PURE__ */ new Map();
      /** What the enclosing conditions say, outermost first. */
      conditions = [];
      of(value) {
        return this.ranges.get(value) ?? typeRange(value.type);
      }
      index(access) {
        return this.indices.get(access) ?? this.of(access.index);
      }
      definition(value) {
        return this.definitions.get(value);
      }
      set(value, range) {
        this.ranges.set(value, intersectType(value, range));
      }
      range(value, depth = DEPTH) {
        const known2 = this.of(value);
        if (this.conditions.length === 0) return known2;
        let range = known2;
        for (const condition of this.conditions) {
          const said2 = condition.get(value);
          if (said2) range = intersect(range, said2);
        }
        const definition = depth > 0 ? this.definitions.get(value) : void 0;
        if (!definition) return range;
        const again = this.result(definition, (operand2) => this.range(operand2, depth - 1));
        return again ? intersect(range, intersectType(value, again)) : range;
      }
      block(block) {
        for (const operation of block.operations) this.operation(operation);
      }
      under(condition, holds, run) {
        const before = this.conditions;
        const said2 = /* @__PURE__ */ new Map();
        const known2 = { definition: (value) => this.definition(value), range: (value) => this.range(value, 0) };
        for (const [value, range] of refinements(condition, holds, known2)) {
          const earlier = said2.get(value);
          said2.set(value, earlier ? intersect(earlier, range) : range);
        }
        if (said2.size > 0) this.conditions = [...before, said2];
        try {
          return run();
        } finally {
          this.conditions = before;
        }
      }
      operation(operation) {
        const simple = this.result(operation, (value) => this.range(value));
        if (simple) {
          const [value] = results(operation);
          this.definitions.set(value, operation);
          this.set(value, simple);
        }
        switch (operation.kind) {
          case "load":
          case "store":
            this.indices.set(operation, this.range(operation.index));
            return;
          case "if":
            return this.branches(operation);
          case "for":
            return this.counting(operation);
          case "while":
            return this.repeat(operation.carried, operation.results, operation.body, () => {
              this.block(operation.condition);
              return operation.condition.yields[0];
            });
          case "loop": {
            const trips = this.range(operation.trips);
            this.set(operation.trip, integers(0, Math.max(trips.hi - 1, 0)));
            operation.results.forEach((value) => this.definitions.set(value, operation));
            return this.repeat(operation.carried, operation.results, operation.body, void 0, Math.max(trips.hi, 0));
          }
          case "parfor":
            return this.parallel(operation);
          case "single":
            return this.block(operation.body);
          case "rankrange":
            this.set(operation.start, anyLength);
            this.set(operation.count, anyLength);
            return;
          default:
        }
      }
      branches(operation) {
        operation.results.forEach((value) => this.definitions.set(value, operation));
        const yields = [operation.then, operation.else].map((branch2) => this.under(operation.condition, branch2 === operation.then, () => {
          this.block(branch2);
          return branch2.yields.map((value) => this.range(value));
        }));
        operation.results.forEach((value, index) => this.set(value, join2(yields[0][index], yields[1][index])));
      }
      /** The counter stays between its bounds: steps are monotone even where they round. */
      counting(operation) {
        const { step, relation, counter } = operation;
        const [lower, upper] = [this.range(operation.lower), this.range(operation.upper)];
        const integer = lower.integer && Number.isInteger(step);
        const common = { integer, mayBeNegativeZero: lower.mayBeNegativeZero };
        const strict = relation === "lt" || relation === "gt";
        const last2 = (limit) => integer ? strict ? Math.ceil(limit) - 1 : Math.floor(limit) : limit;
        if (isEmpty2(lower) || isEmpty2(upper)) this.set(counter, { ...anyNumber, integer });
        else if (step > 0 && (relation === "lt" || relation === "le")) this.set(counter, { ...common, lo: lower.lo, hi: last2(upper.hi), mayBeNaN: false });
        else if (step < 0 && (relation === "gt" || relation === "ge")) this.set(counter, { ...common, lo: -last2(-upper.lo), hi: lower.hi, mayBeNaN: false });
        else this.set(counter, { ...common, lo: step > 0 ? lower.lo : -Infinity, hi: step > 0 ? Infinity : lower.hi, mayBeNaN: lower.mayBeNaN });
        const inside2 = this.of(counter);
        this.set(operation.exitCounter, join2(lower, isEmpty2(inside2) ? lower : {
          ...inside2,
          lo: inside2.lo + Math.min(step, 0),
          hi: inside2.hi + Math.max(step, 0),
          mayBeNaN: lower.mayBeNaN || operation.relation === "ne"
        }));
        const trips = Math.ceil((inside2.hi - inside2.lo) / Math.abs(step)) + 1;
        this.repeat(operation.carried, operation.results, operation.body, void 0, integer && trips >= 0 ? trips : Infinity);
      }
      parallel(operation) {
        let trips = 1;
        for (const dimension of operation.dimensions) {
          const { hi } = this.range(dimension.trips);
          this.set(dimension.trip, integers(0, Math.max(hi - 1, 0)));
          trips *= Math.max(hi, 0);
        }
        this.repeat(operation.carried, operation.results, operation.body, void 0, trips);
        for (const builder of operation.builders) if ("count" in builder) this.set(builder.count, anyLength);
      }
      repeat(carried, resultValues, body, condition, trips = Infinity) {
        const initials = carried.map((one2) => this.range(one2.initial));
        const trip = () => {
          const goOn = condition?.();
          const run = () => {
            this.block(body);
            return body.yields.map((value) => this.range(value));
          };
          return goOn ? this.under(goOn, true, run) : run();
        };
        carried.forEach(({ parameter }, index) => {
          const before = this.ranges.get(parameter);
          this.set(parameter, before ? join2(before, initials[index]) : initials[index]);
        });
        for (let round2 = 0; ; round2++) {
          const next = trip();
          let settled = true;
          carried.forEach(({ parameter }, index) => {
            const before = this.of(parameter);
            const after = round2 < ROUNDS ? intersectType(parameter, widen(before, join2(initials[index], next[index]))) : typeRange(parameter.type);
            if (sameRange(before, after)) return;
            settled = false;
            this.ranges.set(parameter, after);
          });
          if (settled) break;
        }
        if (this.tighten(carried, initials, body, trips)) trip();
        carried.forEach(({ parameter }, index) => this.set(resultValues[index], this.of(parameter)));
      }
      tighten(carried, initials, body, trips) {
        let tightened = false;
        carried.forEach(({ parameter }, index) => {
          const range = grown(parameter, initials[index], body.yields[index], trips, this);
          if (!range || sameRange(range, this.of(parameter))) return;
          this.ranges.set(parameter, range);
          tightened = true;
        });
        return tightened;
      }
      /** The range of an operation whose only result depends on its operands alone. */
      result(operation, range) {
        switch (operation.kind) {
          case "const":
            return constantRange(operation.value);
          case "unary": {
            const operand2 = range(operation.operand);
            if (operation.operator === "not") return typeRange("bool");
            if (isInteger(operation.operand.type)) return integerUnary(operation.operator, operation.operand.type, operand2);
            const found = floatUnary(operation.operator, operand2);
            return operation.operand.type === "f32" ? rounded32(found) : found;
          }
          case "binary": {
            const { operator, left, right } = operation;
            if (left.type === "bool") return typeRange("bool");
            if (isInteger(left.type)) return integerBinary(operator, left.type, range(left), range(right));
            const found = floatBinary(operator, range(left), range(right));
            return left.type === "f32" ? rounded32(found) : found;
          }
          case "compare":
            return typeRange("bool");
          case "select":
            return join2(
              this.under(operation.condition, true, () => range(operation.whenTrue)),
              this.under(operation.condition, false, () => range(operation.whenFalse))
            );
          case "convert":
            return converted(operation, range(operation.operand));
          case "call":
            return mathCall(operation.callee, operation.arguments.map(range));
          case "length":
            return anyLength;
          case "load":
            return loaded2(operation);
          case "allreduce":
            return typeRange(operation.result.type);
          default:
            return void 0;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/narrow/carried.ts
function narrowCarried(operation, context, integers2, singles) {
  const chosen = /* @__PURE__ */ new Map();
  for (const index of integerCarried(operation, context, integers2)) chosen.set(index, "i32");
  for (const index of singleCarried(operation, context, singles)) chosen.set(index, "f32");
  return chosen;
}
function integerCarried(operation, context, integers2) {
  const parameters = operation.carried.map((one2) => one2.parameter);
  let candidates = parameters.flatMap((value, index) => {
    const range = context.range(value);
    return value.type === "f64" && isInt32(range) && !range.mayBeNegativeZero ? [index] : [];
  });
  for (; ; ) {
    const assumed = new Set(candidates.map((index) => parameters[index]));
    const kept = candidates.filter((index) => integers2.cost(operation.body.yields[index], nativeIn(operation, assumed, context, integers2)) === 0);
    if (kept.length === candidates.length) break;
    candidates = kept;
  }
  const floatControl = hasFloatControl(operation, context, integers2, new Set(candidates.map((index) => parameters[index])));
  return candidates.filter((index) => !floatControl || isDemanded(operation, parameters[index], integers2));
}
function nativeIn(operation, assumed, context, integers2) {
  const free3 = new Set(assumed);
  const isFree = (value) => isInt32(context.range(value)) && integers2.cost(value, free3) === 0;
  const visit3 = (block) => {
    for (const inner of block.operations) {
      if (inner.kind === "load" && inner.bounds === "guarded" && nativeType(inner.array.element) === "i32") free3.add(inner.result);
      if (!("carried" in inner)) {
        nestedBlocks(inner).forEach(visit3);
        if (inner.kind === "if") inner.results.forEach((value, index) => {
          if (isFree(inner.then.yields[index]) && isFree(inner.else.yields[index])) free3.add(value);
        });
        continue;
      }
      const started = inner.carried.flatMap(({ initial, parameter }, index) => isFree(initial) && isInt32(context.range(parameter)) ? [index] : []);
      for (const index of started) free3.add(inner.carried[index].parameter);
      visit3(inner.body);
      for (const index of started) {
        if (isFree(inner.body.yields[index])) free3.add(inner.results[index]);
        else free3.delete(inner.carried[index].parameter);
      }
    }
  };
  visit3(operation.body);
  return free3;
}
function hasFloatControl(operation, context, integers2, assumed) {
  const free3 = nativeIn(operation, assumed, context, integers2);
  let found = false;
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, (inner) => {
      if (inner.kind !== "compare" || inner.left.type !== "f64") return;
      const isIntegral = [inner.left, inner.right].every((side) => isInt32(context.range(side)) && integers2.cost(side, free3) === 0);
      if (!isIntegral) found = true;
    });
  }
  return found;
}
function isDemanded(operation, parameter, integers2) {
  const isFrom = (value, depth) => value === parameter || depth > 0 && value.type === "f64" && (integers2.chain(value)?.some((one2) => isFrom(one2, depth - 1)) ?? false);
  let found = false;
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, (inner) => {
      for (const value of integerDemands(inner)) if (isFrom(value, 6)) found = true;
    });
  }
  return found;
}
function integerDemands(operation) {
  switch (operation.kind) {
    case "load":
      return [operation.index];
    case "store":
      return isInteger(nativeType(operation.array.element)) ? [operation.index, operation.value] : [operation.index];
    case "convert":
      return isInteger(operation.result.type) ? [operation.operand] : [];
    default:
      return [];
  }
}
function singleCarried(operation, context, singles) {
  let candidates = operation.carried.flatMap(({ parameter, initial }, index) => {
    if (parameter.type !== "f64" || !singles.isSingle(initial)) return [];
    const isSummed = operation.kind === "parfor" && ["sum", "product"].includes(operation.combines[index].kind);
    return isSummed || !isRounded(operation.body.yields[index], context) ? [] : [index];
  });
  for (; ; ) {
    const assumed = new Set(candidates.map((index) => operation.carried[index].parameter));
    const kept = candidates.filter((index) => singles.isSingle(operation.body.yields[index], assumed));
    if (kept.length === candidates.length) return candidates;
    candidates = kept;
  }
}
function isRounded(value, context, depth = 4) {
  const definition = depth > 0 ? context.definitions.get(value) : void 0;
  switch (definition?.kind) {
    case "convert":
      return definition.operand.type === "f32";
    case "load":
      return definition.array.element === "f32";
    case "select":
      return isRounded(definition.whenTrue, context, depth - 1) || isRounded(definition.whenFalse, context, depth - 1);
    case "binary":
      return isRounded(definition.left, context, depth - 1) || isRounded(definition.right, context, depth - 1);
    case "unary":
      return isRounded(definition.operand, context, depth - 1);
    default:
      return false;
  }
}
var init_carried = __esm({
  "../../work/main/packages/compiler/src/passes/narrow/carried.ts"() {
    "use strict";
    init_range();
    init_walk();
    init_vocabulary();
  }
});

// ../../work/main/packages/compiler/src/passes/narrow/context.ts
var Forms, NarrowContext;
var init_context = __esm({
  "../../work/main/packages/compiler/src/passes/narrow/context.ts"() {
    "use strict";
    Forms = class {
      scopes = [/* @__PURE__ */ new Map()];
      get(value) {
        for (let depth = this.scopes.length - 1; depth >= 0; depth--) {
          const found = this.scopes[depth].get(value);
          if (found) return found;
        }
        return void 0;
      }
      set(value, form) {
        this.scopes[this.scopes.length - 1].set(value, form);
      }
      scoped(run) {
        this.scopes.push(/* @__PURE__ */ new Map());
        try {
          return run();
        } finally {
          this.scopes.pop();
        }
      }
    };
    NarrowContext = class {
      builder;
      definitions;
      ranges;
      /** Copies of carried parameters for the condition of a `while`. */
      copies = /* @__PURE__ */ new Map();
      constructor(builder, definitions, ranges) {
        this.builder = builder;
        this.definitions = definitions;
        this.ranges = ranges;
      }
      range(value) {
        return this.ranges.of(this.copies.get(value) ?? value);
      }
      indexRange(access) {
        return this.ranges.index(access);
      }
      copyOf(copy, original) {
        this.copies.set(copy, original);
      }
      constant(value) {
        const definition = this.definitions.get(value);
        return definition?.kind === "const" && typeof definition.value === "number" ? definition.value : void 0;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/narrow/floats.ts
var EXACT_SINGLE, Singles;
var init_floats = __esm({
  "../../work/main/packages/compiler/src/passes/narrow/floats.ts"() {
    "use strict";
    init_range();
    init_context();
    EXACT_SINGLE = 2 ** 24;
    Singles = class {
      forms = new Forms();
      context;
      constructor(context) {
        this.context = context;
      }
      /** The number is an f32 already, and comes from f32. Values in `assumed` are taken to be. */
      isSingle(value, assumed = /* @__PURE__ */ new Set(), depth = 8) {
        if (value.type === "f32" || assumed.has(value) || this.forms.get(value)) return true;
        if (value.type !== "f64" || depth === 0) return false;
        const definition = this.context.definitions.get(value);
        const single = (one2) => this.isSingle(one2, assumed, depth - 1);
        switch (definition?.kind) {
          case "const":
            return Object.is(Math.fround(definition.value), definition.value);
          case "convert":
            return definition.operand.type === "f32" || this.isSmallInteger(definition);
          case "unary":
            return ["neg", "abs", "floor", "ceil", "trunc", "nearest"].includes(definition.operator) && single(definition.operand);
          case "binary":
            return ["min", "max", "copysign"].includes(definition.operator) && single(definition.left) && single(definition.right);
          case "select":
            return single(definition.whenTrue) && single(definition.whenFalse);
          default:
            return false;
        }
      }
      isSmallInteger({ operand: operand2 }) {
        return operand2.type === "bool" || operand2.type === "i32" && isWithin(this.context.range(operand2), -EXACT_SINGLE, EXACT_SINGLE);
      }
      /** `isSingle` must hold. */
      form(value) {
        if (value.type === "f32") return value;
        const found = this.forms.get(value);
        if (found) return found;
        const made = this.make(value);
        this.forms.set(value, made);
        return made;
      }
      make(value) {
        const { builder } = this.context;
        const definition = this.context.definitions.get(value);
        switch (definition?.kind) {
          case "const":
            return builder.constant("f32", definition.value);
          case "convert":
            return definition.operand.type === "f32" ? definition.operand : builder.convert("value", "f32", definition.operand);
          case "unary":
            return builder.unary(definition.operator, this.form(definition.operand));
          case "binary": {
            const [left, right] = [this.form(definition.left), this.form(definition.right)];
            return builder.binary(definition.operator, left, right);
          }
          case "select": {
            const [whenTrue, whenFalse] = [this.form(definition.whenTrue), this.form(definition.whenFalse)];
            return builder.select(definition.condition, whenTrue, whenFalse);
          }
          default:
            throw new Error(`narrow: no f32 form of ${definition?.kind}`);
        }
      }
      /** Math.fround of the value by f32 instructions; undefined where the f64 value has to be rounded. */
      rounded(value) {
        if (this.isSingle(value)) return this.form(value);
        const { builder } = this.context;
        const definition = this.context.definitions.get(value);
        switch (definition?.kind) {
          // The conversion from i32 rounds once too.
          case "convert":
            return definition.operand.type === "i32" || definition.operand.type === "u32" ? builder.convert("value", "f32", definition.operand) : void 0;
          case "unary":
            if (definition.operator === "sqrt" && this.isSingle(definition.operand)) return builder.unary("sqrt", this.form(definition.operand));
            return void 0;
          case "binary":
            if (!["add", "sub", "mul", "div"].includes(definition.operator)) return void 0;
            if (!this.isSingle(definition.left) || !this.isSingle(definition.right)) return void 0;
            return builder.binary(definition.operator, this.form(definition.left), this.form(definition.right));
          default:
            return void 0;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/narrow/integers.ts
var EXACT_COST, WRAP_COST, Integers;
var init_integers = __esm({
  "../../work/main/packages/compiler/src/passes/narrow/integers.ts"() {
    "use strict";
    init_range();
    init_context();
    EXACT_COST = 1;
    WRAP_COST = 3;
    Integers = class {
      forms = new Forms();
      context;
      constructor(context) {
        this.context = context;
      }
      /** Conversions that `form` needs; infinite where there is none. Values in `assumed` are taken to have a form. */
      cost(value, assumed = /* @__PURE__ */ new Set()) {
        const known2 = /* @__PURE__ */ new Map();
        const cost = (one2) => {
          const found = known2.get(one2);
          if (found !== void 0) return found;
          const chain2 = this.chain(one2);
          const made = assumed.has(one2) || this.forms.get(one2) || one2.type !== "f64" ? 0 : Math.min(chain2 ? chain2.map(cost).reduce((sum2, each) => sum2 + each, 0) : Infinity, this.leafCost(one2));
          known2.set(one2, made);
          return made;
        };
        return cost(value);
      }
      leafCost(value) {
        const range = this.context.range(value);
        if (isInt32(range)) return EXACT_COST;
        return isExactInteger(range) ? WRAP_COST : Infinity;
      }
      /** The values from whose forms the form of this one is computed; undefined where it has to be converted. */
      chain(value) {
        if (!isExactInteger(this.context.range(value))) return void 0;
        const definition = this.context.definitions.get(value);
        switch (definition?.kind) {
          case "const":
            return [];
          case "convert":
            return definition.operand.type === "i32" || definition.operand.type === "u32" || definition.operand.type === "bool" ? [] : void 0;
          case "unary":
            return this.unaryChain(definition);
          case "binary":
            return this.binaryChain(definition);
          case "select":
            return [definition.whenTrue, definition.whenFalse];
          default:
            return void 0;
        }
      }
      unaryChain(operation) {
        const { operator, operand: operand2 } = operation;
        const range = this.context.range(operand2);
        switch (operator) {
          case "neg":
            return [operand2];
          case "abs":
            return isWithin(range, INT32_MIN + 1, -INT32_MIN - 1) ? [operand2] : void 0;
          case "floor":
          case "trunc": {
            if (isExactInteger(range)) return [operand2];
            const halving = this.shift(operation);
            return halving && [halving.operand];
          }
          case "ceil":
          case "nearest":
            return isExactInteger(range) ? [operand2] : void 0;
          default:
            return void 0;
        }
      }
      /** Math.floor(x / 2^k), which simplify writes as a product. */
      shift({ operator, operand: operand2 }) {
        const product4 = this.context.definitions.get(operand2);
        if (product4?.kind !== "binary" || product4.operator !== "mul") return void 0;
        const factor = this.context.constant(product4.right);
        const count3 = factor === void 0 ? NaN : -Math.log2(factor);
        if (!Number.isInteger(count3) || count3 < 1 || count3 > 31) return void 0;
        const range = this.context.range(product4.left);
        return isInt32(range) && (operator === "floor" || range.lo >= 0) ? { operand: product4.left, count: count3 } : void 0;
      }
      binaryChain({ operator, left, right }) {
        const [first, second] = [this.context.range(left), this.context.range(right)];
        switch (operator) {
          case "add":
          case "sub":
          case "mul":
            return isExactInteger(first) && isExactInteger(second) ? [left, right] : void 0;
          case "min":
          case "max":
            return isInt32(first) && isInt32(second) ? [left, right] : void 0;
          // Integer division traps on 0 and on INT_MIN / −1 (semantics: 3).
          case "rem":
            return isInt32(first) && isInt32(second) && (second.lo > 0 || second.hi < -1) ? [left, right] : void 0;
          default:
            return void 0;
        }
      }
      /** Emits what is missing before the operation that the context's builder stands at. `cost` must be finite. */
      form(value) {
        if (value.type === "i32") return value;
        const found = this.forms.get(value);
        if (found) return found;
        const made = this.make(value);
        this.forms.set(value, made);
        return made;
      }
      make(value) {
        const { builder } = this.context;
        if (value.type === "u32") return builder.convert("wrap", "i32", value);
        if (value.type === "bool") return builder.convert("value", "i32", value);
        const chain2 = this.chain(value);
        const isCheap3 = chain2 && chain2.map((one2) => this.cost(one2)).reduce((sum2, each) => sum2 + each, 0) <= this.leafCost(value);
        if (!isCheap3) return builder.convert(isInt32(this.context.range(value)) ? "exact" : "wrap", "i32", value);
        const definition = this.context.definitions.get(value);
        switch (definition.kind) {
          case "const":
            return builder.i32(definition.value | 0);
          case "convert":
            return this.form(definition.operand);
          case "select": {
            const [whenTrue, whenFalse] = [this.form(definition.whenTrue), this.form(definition.whenFalse)];
            return builder.select(definition.condition, whenTrue, whenFalse);
          }
          case "unary": {
            if (definition.operator === "neg" || definition.operator === "abs") return builder.unary(definition.operator, this.form(definition.operand));
            if (isExactInteger(this.context.range(definition.operand))) return this.form(definition.operand);
            const { operand: operand2, count: count3 } = this.shift(definition);
            return builder.binary("shr", this.form(operand2), builder.i32(count3));
          }
          case "binary":
            return this.makeBinary(definition);
          default:
            throw new Error(`narrow: no integer form of ${definition.kind}`);
        }
      }
      makeBinary({ operator, left, right }) {
        const { builder } = this.context;
        const divisor = this.context.constant(right);
        const mask = operator === "rem" && divisor !== void 0 && Number.isInteger(Math.log2(divisor)) && this.context.range(left).lo >= 0;
        const first = this.form(left);
        return mask ? builder.and(first, builder.i32(divisor - 1)) : builder.binary(operator, first, this.form(right));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/dead.ts
function removeDeadCode(region3) {
  const liveness = new Liveness();
  liveness.index(region3.prologue, []);
  liveness.index(region3.body, []);
  for (const guard of region3.guards) liveness.use(guard.condition);
  if (region3.work) liveness.use(region3.work);
  region3.body.yields.forEach((value) => liveness.use(value));
  liveness.run();
  const sweeper = new Sweeper(liveness);
  sweeper.sweep(region3.prologue);
  sweeper.sweep(region3.body);
  return sweeper.changed;
}
function structuralOperands(operation) {
  switch (operation.kind) {
    case "for":
      return [operation.lower, operation.upper];
    case "loop":
      return [operation.trips];
    case "parfor":
      return operation.dimensions.map((dimension) => dimension.trips);
    case "while":
      return [];
    default:
      return operands(operation);
  }
}
function linked(combine2) {
  if ("winner" in combine2) return [combine2.winner];
  return "of" in combine2 ? [combine2.of] : [];
}
function pick(items, indices) {
  return indices.map((index) => items[index]);
}
var Liveness, Sweeper;
var init_dead = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/dead.ts"() {
    "use strict";
    init_walk();
    init_effects();
    Liveness = class {
      values = /* @__PURE__ */ new Set();
      operations = /* @__PURE__ */ new Set();
      origins = /* @__PURE__ */ new Map();
      pending = [];
      index(block, enclosing) {
        for (const operation of block.operations) {
          results(operation).forEach((value, result2) => this.origins.set(value, { operation, result: result2 }));
          if ("carried" in operation) operation.carried.forEach((one2, carried) => this.origins.set(one2.parameter, { operation, carried }));
          if (hasEffect(operation)) [...enclosing, operation].forEach((one2) => this.keep(one2));
          for (const inner of nestedBlocks(operation)) this.index(inner, [...enclosing, operation]);
        }
      }
      use(value) {
        if (this.values.has(value)) return;
        this.values.add(value);
        this.pending.push(value);
      }
      run() {
        for (let value = this.pending.pop(); value; value = this.pending.pop()) {
          const origin = this.origins.get(value);
          if (!origin) continue;
          const { operation } = origin;
          this.keep(operation);
          const index = origin.carried ?? origin.result;
          if (operation.kind === "if") {
            this.use(operation.then.yields[index]);
            this.use(operation.else.yields[index]);
          } else if ("carried" in operation && index < operation.carried.length) this.carry(operation, index);
        }
      }
      /** A carried value lives as a whole: what goes in, what is handed on, and for a parfor what it is combined by. */
      carry(operation, index) {
        const { parameter, initial } = operation.carried[index];
        this.use(parameter);
        this.use(initial);
        this.use(operation.body.yields[index]);
        if (operation.kind !== "parfor") return;
        for (const other of linked(operation.combines[index])) this.use(operation.carried[other].parameter);
      }
      /** Keeps an operation, but only those of its results and carried values that are used. */
      keep(operation) {
        if (this.operations.has(operation)) return;
        this.operations.add(operation);
        structuralOperands(operation).forEach((value) => this.use(value));
        if (operation.kind === "while") operation.condition.yields.forEach((value) => this.use(value));
        builderOperands(operation).forEach((value) => this.use(value));
      }
    };
    Sweeper = class {
      changed = false;
      liveness;
      constructor(liveness) {
        this.liveness = liveness;
      }
      sweep(block) {
        const kept = block.operations.filter((operation) => this.liveness.operations.has(operation));
        if (kept.length < block.operations.length) this.changed = true;
        block.operations = kept;
        for (const operation of kept) {
          if (operation.kind === "if") this.sweepResults(operation);
          else if ("carried" in operation) this.sweepCarried(operation);
          for (const nested2 of nestedBlocks(operation)) this.sweep(nested2);
        }
      }
      sweepResults(operation) {
        const live = operation.results.flatMap((value, index) => this.liveness.values.has(value) ? [index] : []);
        if (live.length === operation.results.length) return;
        this.changed = true;
        operation.results = pick(operation.results, live);
        operation.then.yields = pick(operation.then.yields, live);
        operation.else.yields = pick(operation.else.yields, live);
      }
      sweepCarried(operation) {
        const live = operation.carried.flatMap((one2, index) => this.liveness.values.has(one2.parameter) || this.liveness.values.has(operation.results[index]) ? [index] : []);
        if (live.length === operation.carried.length) return;
        this.changed = true;
        operation.carried = pick(operation.carried, live);
        operation.results = pick(operation.results, live);
        operation.body.yields = pick(operation.body.yields, live);
        if (operation.kind === "parfor") this.renumber(operation, live);
      }
      renumber(operation, live) {
        operation.combines = pick(operation.combines, live).map((combine2) => {
          if ("winner" in combine2) return { ...combine2, winner: live.indexOf(combine2.winner) };
          return "of" in combine2 ? { ...combine2, of: live.indexOf(combine2.of) } : combine2;
        });
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/narrow.ts
function truncates(range) {
  return !range.mayBeNaN && range.lo > INT32_MIN - 1 && range.hi < INT32_MAX + 1;
}
function wrappedValues(region3) {
  const loads = /* @__PURE__ */ new Set();
  const others = new Set(region3.body.yields);
  forEachRegionOperation(region3, (operation) => {
    if (operation.kind === "load") loads.add(operation.result);
    const wrapping = operation.kind === "convert" && operation.mode === "wrap" ? [operation.operand] : operation.kind === "store" && operation.array.element !== "u8c" ? integerDemands(operation).filter((value) => value === operation.value && value !== operation.index) : [];
    for (const value of operands(operation)) if (!wrapping.includes(value)) others.add(value);
    for (const block of nestedBlocks(operation)) for (const value of block.yields) others.add(value);
  });
  return new Set([...loads].filter((value) => !others.has(value)));
}
var narrow, Narrower;
var init_narrow = __esm({
  "../../work/main/packages/compiler/src/passes/narrow.ts"() {
    "use strict";
    init_polynomial();
    init_ranges();
    init_range();
    init_builder();
    init_vocabulary();
    init_walk();
    init_carried();
    init_context();
    init_floats();
    init_integers();
    init_dead();
    narrow = (region3) => {
      new Narrower(region3).run();
      removeDeadCode(region3);
    };
    Narrower = class {
      region;
      builder;
      context;
      integers;
      singles;
      replaced = /* @__PURE__ */ new Map();
      replace = (value) => this.replaced.get(value) ?? value;
      /** Loads whose every use converts to integers. */
      wrapped;
      constructor(region3) {
        this.region = region3;
        this.builder = new Builder(region3, region3.prologue);
        this.context = new NarrowContext(this.builder, definitionsOf(region3), analyseRanges(region3));
        this.integers = new Integers(this.context);
        this.singles = new Singles(this.context);
        this.wrapped = wrappedValues(region3);
      }
      run() {
        const { region: region3 } = this;
        this.operations(region3.prologue);
        this.operations(region3.body);
        region3.body.yields = region3.body.yields.map(this.replace);
        for (const guard of region3.guards) guard.condition = this.replace(guard.condition);
        if (region3.work) region3.work = this.replace(region3.work);
      }
      /** Rewrites the operations of a block; `first` and `last` may add some at its ends. */
      operations(block, first, last2) {
        const outer = this.builder.block;
        const { operations } = block;
        block.operations = [];
        this.builder.block = block;
        first?.();
        for (const operation of operations) {
          substituteOperands(operation, this.replace);
          this.operation(operation);
        }
        block.yields = block.yields.map(this.replace);
        last2?.();
        this.builder.block = outer;
      }
      scoped(block, first, last2) {
        this.integers.forms.scoped(() => this.singles.forms.scoped(() => this.operations(block, first, last2)));
      }
      append(operation) {
        this.builder.append(operation);
        for (const value of results(operation)) this.context.definitions.set(value, operation);
      }
      /** Defines an f64 value of the original as what another type holds. */
      define(result2, from) {
        this.append({ kind: "convert", mode: "value", result: result2, operand: from });
      }
      operation(operation) {
        switch (operation.kind) {
          case "load":
            return this.load(operation);
          case "store":
            return this.store(operation);
          case "convert":
            return this.convert(operation);
          case "compare":
            return this.compare(operation);
          case "binary":
            if (operation.operator === "rem" && operation.left.type === "f64") return this.remainder(operation);
            return this.append(operation);
          case "call":
            return this.call(operation);
          case "if":
            return this.branches(operation);
          case "loop":
          case "while":
          case "parfor":
            return this.carrying(operation);
          case "single":
            this.scoped(operation.body);
            return this.append(operation);
          default:
            return this.append(operation);
        }
      }
      /** A subscript that is proved to be an integer, or guarded to be in range, is one in i32. */
      index(access) {
        if (access.index.type === "i32") return;
        const isProved = isInt32(this.context.range(access.index));
        if (isProved && this.integers.cost(access.index) <= EXACT_COST) access.index = this.integers.form(access.index);
        else if (access.bounds === "guarded" || isInt32(this.context.indexRange(access))) access.index = this.builder.convert("exact", "i32", access.index);
      }
      load(operation) {
        this.index(operation);
        const { result: result2, array, bounds: bounds2 } = operation;
        const native = nativeType(array.element);
        const suits = native === "f32" || isInteger(native) && (bounds2 === "guarded" || this.wrapped.has(result2));
        if (result2.type !== "f64" || array.element === "num" || !suits) return this.append(operation);
        const loaded3 = this.builder.value(native, result2.name);
        this.append({ ...operation, result: loaded3 });
        if (bounds2 === "guarded" || native === "f32") return this.define(result2, loaded3);
        this.integers.forms.set(result2, native === "i32" ? loaded3 : this.builder.convert("wrap", "i32", loaded3));
        this.define(result2, loaded3);
      }
      store(operation) {
        this.index(operation);
        const { value, array } = operation;
        if (value.type === "f64" && array.element !== "num") operation.value = this.stored(value, array.element === "u8c", nativeType(array.element));
        this.append(operation);
      }
      stored(value, clamps, native) {
        if (native === "f32") return this.singles.rounded(value) ?? value;
        if (native !== "i32" && native !== "u32") return value;
        const range = this.context.range(value);
        if (clamps) return isInt32(range) && this.integers.cost(value) <= EXACT_COST ? this.integers.form(value) : value;
        if (this.integers.cost(value) > WRAP_COST) return truncates(range) ? this.truncated(value, native) : value;
        const form = this.integers.form(value);
        return native === "u32" ? this.builder.convert("wrap", "u32", form) : form;
      }
      /** ToInt32 of a number that is in range but for its fraction. */
      truncated(value, to) {
        const whole = this.context.range(value).integer ? value : this.builder.unary("trunc", value);
        const integer = this.builder.convert("exact", "i32", whole);
        return to === "u32" ? this.builder.convert("wrap", "u32", integer) : integer;
      }
      convert(operation) {
        const { operand: operand2, result: result2, mode } = operation;
        if (operand2.type !== "f64") return this.append(operation);
        if (result2.type === "f32") {
          const rounded2 = this.singles.rounded(operand2);
          return rounded2 ? void this.replaced.set(result2, rounded2) : this.append(operation);
        }
        if (result2.type !== "i32" && result2.type !== "u32") return this.append(operation);
        const range = this.context.range(operand2);
        const limit = mode === "wrap" && !isInt32(range) ? WRAP_COST : EXACT_COST;
        if (this.integers.forms.get(operand2) || this.integers.cost(operand2) <= limit) {
          const form = this.integers.form(operand2);
          this.replaced.set(result2, result2.type === "u32" ? this.builder.convert("wrap", "u32", form) : form);
        } else if (mode === "wrap" && truncates(range)) this.replaced.set(result2, this.truncated(operand2, result2.type));
        else this.append(operation);
      }
      compare(operation) {
        const sides = [operation.left, operation.right];
        if (operation.left.type === "f64") {
          const constants3 = sides.filter((side) => this.context.constant(side) !== void 0).length;
          if (constants3 < 2 && sides.every((side) => isInt32(this.context.range(side)) && this.integers.cost(side) === 0)) {
            operation.left = this.integers.form(sides[0]);
            operation.right = this.integers.form(sides[1]);
          } else if (constants3 < 2 && sides.every((side) => this.singles.isSingle(side)) && sides.some((side) => this.isFromSingle(side))) {
            operation.left = this.singles.form(sides[0]);
            operation.right = this.singles.form(sides[1]);
          }
        }
        this.append(operation);
      }
      isFromSingle(value) {
        const definition = this.context.definitions.get(value);
        return this.singles.forms.get(value) !== void 0 || definition?.kind === "convert" && definition.operand.type === "f32";
      }
      /** Remainders of doubles are long; −0 comes only from negative dividends. */
      remainder(operation) {
        const range = this.context.range(operation.left);
        const isClean = range.lo >= 0 && !range.mayBeNegativeZero;
        this.context.definitions.set(operation.result, operation);
        if (!isClean || !this.integers.chain(operation.result) || this.integers.cost(operation.left) + this.integers.cost(operation.right) > 2 * EXACT_COST) {
          return this.append(operation);
        }
        const divisor = this.context.constant(operation.right);
        const dividend = this.integers.form(operation.left);
        const isPower = divisor !== void 0 && Number.isInteger(Math.log2(divisor));
        const integer = isPower ? this.builder.and(dividend, this.builder.i32(divisor - 1)) : this.builder.binary("rem", dividend, this.integers.form(operation.right));
        this.define(operation.result, integer);
      }
      /** Functions of `Math` that are integer or f32 instructions. */
      call(operation) {
        const { callee, result: result2 } = operation;
        const { builder } = this;
        const bits4 = (value) => {
          if (this.integers.cost(value) <= WRAP_COST) return this.integers.form(value);
          return truncates(this.context.range(value)) ? this.truncated(value, "i32") : builder.convert("wrap", "i32", value);
        };
        switch (callee) {
          case "imul":
            return this.define(result2, builder.mul(bits4(operation.arguments[0]), bits4(operation.arguments[1])));
          case "clz32":
            return this.define(result2, builder.unary("clz", bits4(operation.arguments[0])));
          case "fround": {
            const [value] = operation.arguments;
            return this.define(result2, this.singles.rounded(value) ?? builder.convert("value", "f32", value));
          }
          default:
            return this.append(operation);
        }
      }
      branches(operation) {
        const candidates = [];
        for (const block of [operation.then, operation.else]) this.scoped(block, void 0, () => {
          candidates.push(block.yields.map((value) => this.candidate(value)));
        });
        const before = [...operation.results];
        const types = /* @__PURE__ */ new Map();
        for (const index of before.keys()) {
          const [then, otherwise] = candidates.map((branch2) => branch2[index]);
          for (const type of ["i32", "f32"]) if (!types.has(index) && then[type] && otherwise[type] && !(then.constant && otherwise.constant)) types.set(index, type);
        }
        for (const [index, type] of types) {
          operation.results[index] = this.builder.value(type, before[index].name);
          for (const block of [operation.then, operation.else]) this.atEnd(block, () => {
            block.yields[index] = this.formAs(type, block.yields[index]);
          });
        }
        this.append(operation);
        for (const index of types.keys()) this.define(before[index], operation.results[index]);
      }
      candidate(value) {
        if (value.type !== "f64") return { i32: false, f32: false, constant: false };
        const constant = this.context.constant(value) !== void 0;
        const range = this.context.range(value);
        return {
          i32: isInt32(range) && !range.mayBeNegativeZero && this.integers.cost(value) === 0,
          f32: constant ? this.singles.isSingle(value) : this.isFromSingle(value),
          constant
        };
      }
      formAs(type, value) {
        return type === "i32" ? this.integers.form(value) : this.singles.form(value);
      }
      atEnd(block, run) {
        const outer = this.builder.block;
        this.builder.block = block;
        this.integers.forms.scoped(() => this.singles.forms.scoped(run));
        this.builder.block = outer;
      }
      carrying(operation) {
        const types = narrowCarried(operation, this.context, this.integers, this.singles);
        const before = operation.results.slice();
        const parameters = operation.carried.map((one2) => one2.parameter);
        for (const [index, type] of types) {
          const one2 = operation.carried[index];
          one2.initial = type === "i32" ? this.initial(one2.initial) : this.singles.form(one2.initial);
          one2.parameter = this.builder.value(type, one2.parameter.name);
          operation.results[index] = this.builder.value(type, before[index].name);
        }
        if (operation.kind === "while") this.condition(operation.condition, types, parameters, operation.carried.map((one2) => one2.parameter));
        this.scoped(
          operation.body,
          () => this.parameters(types, parameters, operation.carried.map((one2) => one2.parameter)),
          () => {
            for (const [index, type] of types) operation.body.yields[index] = this.formAs(type, operation.body.yields[index]);
          }
        );
        if (operation.kind === "parfor") substituteOperands(operation, this.replace);
        this.append(operation);
        for (const index of types.keys()) this.define(before[index], operation.results[index]);
      }
      initial(value) {
        return this.integers.cost(value) < Infinity ? this.integers.form(value) : this.builder.convert("exact", "i32", value);
      }
      /** The parameters of the original, from those of the new types. */
      parameters(types, before, now) {
        for (const [index, type] of types) {
          this.define(before[index], now[index]);
          const forms = type === "i32" ? this.integers.forms : this.singles.forms;
          forms.set(before[index], now[index]);
        }
      }
      /** The condition of a `while` sees the parameters too, but a value is defined only once. */
      condition(block, types, before, now) {
        const copies = /* @__PURE__ */ new Map();
        for (const index of types.keys()) {
          const copy = this.builder.value("f64", before[index].name);
          copies.set(before[index], copy);
          this.context.copyOf(copy, before[index]);
        }
        substitute(block, (value) => copies.get(value) ?? value);
        this.scoped(block, () => this.parameters(types, before.map((value) => copies.get(value) ?? value), now));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/normalise/bounds.ts
function isCounting({ step, relation }) {
  if (!Number.isInteger(step) || Math.abs(step) > INT32_MAX) return false;
  if (relation === "ne") return Math.abs(step) === 1;
  return step > 0 ? relation === "lt" || relation === "le" : relation === "gt" || relation === "ge";
}
function mostTrips({ step, relation }, lower, upper) {
  const distance2 = step > 0 ? upper.hi - lower.lo : lower.hi - upper.lo;
  return Math.ceil((distance2 + (relation === "le" || relation === "ge" ? 1 : 0)) / Math.abs(step));
}
function guardBounds(region3, prologue) {
  const loops2 = [];
  forEachRegionOperation(region3, (operation) => {
    if (operation.kind === "for" && isCounting(operation)) loops2.push(operation);
  });
  const ranges = analyseRanges(region3);
  for (const loop of loops2) {
    if (!isCleanLower(ranges.of(loop.lower)) && prologue.hoist(loop.lower)) loop.lower = guardLower(loop, prologue);
    if (!isCleanUpper(ranges.of(loop.upper)) && prologue.hoist(loop.upper)) loop.upper = guardUpper(loop, ranges.of(loop.upper), prologue);
  }
  return guardTrips(region3, loops2, prologue);
}
function guardLower(loop, prologue) {
  const { builder } = prologue;
  const { back } = prologue.roundTrip(loop.lower);
  const isInteger4 = builder.compare("eq", back, loop.lower);
  prologue.guard(builder.and(isInteger4, prologue.isNotNegativeZero(loop.lower)), `${nameOf(loop)} starts at an integer below 2^31`, loop.location);
  return back;
}
function guardUpper(loop, range, prologue) {
  const { builder } = prologue;
  const whole = roundUpper(loop, range, (operator, value) => builder.unary(operator, value));
  const { back } = prologue.roundTrip(whole);
  prologue.guard(builder.compare("eq", back, whole), `the bound of ${nameOf(loop)} is below 2^31`, loop.location);
  return back;
}
function roundUpper(loop, range, unary2) {
  if (range.integer || loop.relation === "ne") return loop.upper;
  return unary2(loop.relation === "lt" || loop.relation === "ge" ? "ceil" : "floor", loop.upper);
}
function nameOf(loop) {
  return loop.counter.name === void 0 ? "the counter" : `'${loop.counter.name}'`;
}
function guardTrips(region3, loops2, prologue) {
  const guarded = /* @__PURE__ */ new Set();
  const ranges = analyseRanges(region3);
  for (const loop of loops2) {
    const [lower, upper] = [ranges.of(loop.lower), ranges.of(loop.upper)];
    const isProved = loop.relation !== "ne" && mostTrips(loop, lower, upper) <= INT32_MAX;
    if (isProved || !isCleanLower(lower) || !isCleanUpper(upper) || !prologue.hoist(loop.lower) || !prologue.hoist(loop.upper)) continue;
    const { builder } = prologue;
    const [from, to] = loop.step > 0 ? [loop.lower, loop.upper] : [loop.upper, loop.lower];
    const distance2 = builder.sub(to, from);
    const isShort2 = builder.compare("lt", distance2, builder.f64(INT32_MAX));
    if (loop.relation === "ne") {
      const isTowards = builder.compare("ge", distance2, builder.f64(0));
      const whole = upper.integer ? isTowards : builder.and(isTowards, builder.compare("eq", builder.unary("floor", loop.upper), loop.upper));
      prologue.guard(builder.and(whole, isShort2), `${nameOf(loop)} comes to its bound`, loop.location);
    } else prologue.guard(isShort2, `${nameOf(loop)} makes fewer than 2^31 trips`, loop.location);
    guarded.add(loop);
  }
  return guarded;
}
var isCleanLower, isCleanUpper;
var init_bounds2 = __esm({
  "../../work/main/packages/compiler/src/passes/normalise/bounds.ts"() {
    "use strict";
    init_ranges();
    init_range();
    init_walk();
    isCleanLower = (range) => isInt32(range) && !range.mayBeNegativeZero;
    isCleanUpper = (range) => !range.mayBeNaN && range.lo >= INT32_MIN && range.hi <= INT32_MAX;
  }
});

// ../../work/main/packages/compiler/src/passes/normalise/loops.ts
function counterAfter(builder, start2, step, trip) {
  const distance2 = Math.abs(step) === 1 ? trip : builder.mul(trip, builder.i32(Math.abs(step)));
  if (step > 0) return start2 ? builder.add(start2, distance2) : distance2;
  return builder.sub(start2 ?? builder.i32(0), distance2);
}
function usedValues(region3) {
  const used2 = new Set(region3.body.yields);
  forEachRegionOperation(region3, (operation) => {
    operands(operation).forEach((value) => used2.add(value));
    for (const block of nestedBlocks(operation)) block.yields.forEach((value) => used2.add(value));
  });
  return used2;
}
var LoopConverter;
var init_loops = __esm({
  "../../work/main/packages/compiler/src/passes/normalise/loops.ts"() {
    "use strict";
    init_polynomial();
    init_ranges();
    init_range();
    init_builder();
    init_walk();
    init_bounds2();
    LoopConverter = class {
      region;
      prologue;
      guarded;
      ranges;
      definitions;
      used;
      /** Loops whose bounds are known on entry. */
      onEntry;
      constructor(region3, prologue, guarded) {
        this.region = region3;
        this.prologue = prologue;
        this.guarded = guarded;
        this.ranges = analyseRanges(region3);
        this.definitions = definitionsOf(region3);
        this.used = usedValues(region3);
        const loops2 = [];
        forEachRegionOperation(region3, (operation) => {
          if (operation.kind === "for" && this.isCountable(operation)) loops2.push(operation);
        });
        this.onEntry = new Set(loops2.filter((loop) => prologue.hoist(loop.lower) && prologue.hoist(loop.upper)));
      }
      run() {
        this.block(this.region.body);
      }
      block(block) {
        const converted2 = [];
        const builder = new Builder(this.region, { operations: converted2, yields: [] });
        for (const operation of block.operations) {
          for (const inner of nestedBlocks(operation)) this.block(inner);
          if (operation.kind !== "for") converted2.push(operation);
          else if (this.isCountable(operation)) this.loop(operation, builder);
          else converted2.push(this.while(operation));
        }
        block.operations = converted2;
      }
      isCountable(loop) {
        const [lower, upper] = [this.ranges.of(loop.lower), this.ranges.of(loop.upper)];
        if (!isCounting(loop) || !isCleanLower(lower)) return false;
        if (this.guarded.has(loop)) return true;
        return loop.relation !== "ne" && upper.lo >= INT32_MIN && upper.hi <= INT32_MAX && mostTrips(loop, lower, upper) <= INT32_MAX;
      }
      loop(loop, builder) {
        const { counter, exitCounter, carried, results: results2, body, step, lower } = loop;
        const before = this.onEntry.has(loop) ? this.prologue.builder : builder;
        const start2 = this.isZero(lower) ? void 0 : this.integer(lower, before);
        const trips = this.trips(loop, before, start2);
        const trip = builder.value("i32", counter.name);
        const converted2 = {
          kind: "loop",
          id: loop.id,
          ...loop.label !== void 0 && { label: loop.label },
          results: results2,
          trip,
          trips,
          carried,
          body,
          ...loop.location && { location: loop.location }
        };
        const inside2 = new Builder(this.region, { operations: [], yields: [] });
        inside2.append({ kind: "convert", mode: "value", result: counter, operand: counterAfter(inside2, start2, step, trip) });
        body.operations.unshift(...inside2.block.operations);
        builder.append(converted2);
        if (!this.used.has(exitCounter)) return;
        const made = builder.binary("max", trips, builder.i32(0));
        const distance2 = builder.mul(builder.convert("value", "f64", made), builder.f64(Math.abs(step)));
        builder.append({ kind: "binary", operator: step > 0 ? "add" : "sub", result: exitCounter, left: lower, right: distance2 });
      }
      trips(loop, builder, start2) {
        const { step, relation } = loop;
        const ranges = { lower: this.ranges.of(loop.lower), upper: this.ranges.of(loop.upper) };
        const inclusive = relation === "le" || relation === "ge";
        if (Math.abs(step) === 1 && isInt32(ranges.upper)) {
          const end = this.integer(loop.upper, builder);
          if (step === 1 && !start2 && !inclusive) return end;
          const least = (step > 0 ? ranges.upper.lo - ranges.lower.hi : ranges.lower.lo - ranges.upper.hi) + Number(inclusive);
          if (least >= INT32_MIN) {
            const from = start2 ?? builder.i32(0);
            const distance3 = step > 0 ? start2 ? builder.sub(end, from) : end : builder.sub(from, end);
            return inclusive ? builder.add(distance3, builder.i32(1)) : distance3;
          }
        }
        const upper = roundUpper(loop, ranges.upper, (operator, value) => builder.unary(operator, value));
        let distance2 = step > 0 ? start2 ? builder.sub(upper, loop.lower) : upper : builder.sub(loop.lower, upper);
        if (inclusive) distance2 = builder.add(distance2, builder.f64(1));
        if (Math.abs(step) !== 1) distance2 = builder.unary("ceil", builder.div(distance2, builder.f64(Math.abs(step))));
        const zero = builder.f64(0);
        const count3 = ranges.upper.mayBeNaN ? builder.select(builder.compare("gt", distance2, zero), distance2, zero) : builder.binary("max", distance2, zero);
        return builder.convert("exact", "i32", count3);
      }
      while(loop) {
        const { counter, lower, upper, exitCounter, carried, results: results2, body, step } = loop;
        const inside2 = new Builder(this.region, body);
        const next = inside2.add(counter, inside2.f64(step));
        const condition = new Builder(this.region, { operations: [], yields: [] });
        condition.block.yields = [condition.compare(loop.relation, counter, upper)];
        return {
          kind: "while",
          id: loop.id,
          ...loop.label !== void 0 && { label: loop.label },
          results: [exitCounter, ...results2],
          carried: [{ parameter: counter, initial: lower }, ...carried],
          condition: condition.block,
          body: { operations: body.operations, yields: [next, ...body.yields] },
          ...loop.location && { location: loop.location }
        };
      }
      isZero(value) {
        const definition = this.definitions.get(value);
        return definition?.kind === "const" && Object.is(definition.value, 0);
      }
      /** An f64 value that is proved to be an i32. */
      integer(value, builder) {
        const definition = this.definitions.get(value);
        if (definition?.kind === "const") return builder.i32(definition.value + 0);
        if (definition?.kind === "convert" && definition.operand.type === "i32") return definition.operand;
        return builder.convert("exact", "i32", value);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/normalise/prologue.ts
var Prologue;
var init_prologue = __esm({
  "../../work/main/packages/compiler/src/passes/normalise/prologue.ts"() {
    "use strict";
    init_builder();
    init_walk();
    init_effects();
    Prologue = class {
      builder;
      region;
      inside = /* @__PURE__ */ new Set();
      places = /* @__PURE__ */ new Map();
      constructor(region3) {
        this.region = region3;
        this.builder = new Builder(region3, region3.prologue);
        for (const { value } of region3.scalars) this.inside.add(value);
        this.index(region3.body);
      }
      /** What is built through `builder` counts too. */
      settle() {
        for (const operation of this.region.prologue.operations) for (const value of results(operation)) this.inside.add(value);
      }
      index(block) {
        for (const operation of block.operations) {
          for (const value of results(operation)) this.places.set(value, { operation, block });
          for (const inner of nestedBlocks(operation)) this.index(inner);
        }
      }
      /** The value is computed in the prologue, or now has been moved there. */
      hoist(value) {
        this.settle();
        if (!this.canHoist(value)) return false;
        this.move(value);
        return true;
      }
      canHoist(value) {
        if (this.inside.has(value)) return true;
        const place2 = this.places.get(value);
        return place2 !== void 0 && isSpeculable(place2.operation) && operands(place2.operation).every((operand2) => this.canHoist(operand2));
      }
      move(value) {
        if (this.inside.has(value)) return;
        const { operation, block } = this.places.get(value);
        for (const operand2 of operands(operation)) this.move(operand2);
        block.operations.splice(block.operations.indexOf(operation), 1);
        this.region.prologue.operations.push(operation);
        this.inside.add(value);
      }
      guard(condition, reason, location) {
        this.region.guards.push(location ? { condition, reason, location } : { condition, reason });
      }
      /** The f64 value as an i32, and back: equal to the original whenever it is an i32. Nothing traps before a guard has compared them. */
      roundTrip(value) {
        const integer = this.builder.convert("wrap", "i32", value);
        return { integer, back: this.builder.convert("value", "f64", integer) };
      }
      /** Neither is 1/x −∞ for any other integer, nor does anything but −0 lose its identity as an i32. */
      isNotNegativeZero(value) {
        const { builder } = this;
        return builder.compare("gt", builder.div(builder.f64(1), value), builder.f64(-Infinity));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/normalise/speculate.ts
function speculateIntegers(region3, prologue) {
  const reach = new Reach(region3);
  const reached = reach.run();
  const limit = reach.multiplies ? FACTOR_LIMIT : LIMIT;
  const before = prologue.builder.block.operations;
  for (const scalar of region3.scalars) {
    const { value } = scalar;
    if (value.type !== "f64" || !reached.has(value)) continue;
    prologue.builder.block = { operations: [], yields: [] };
    const back = limited2(prologue, value, limit);
    const isInteger4 = prologue.builder.compare("eq", back, value);
    const condition = prologue.builder.and(isInteger4, prologue.isNotNegativeZero(value));
    const added = prologue.builder.block.operations;
    const replace = (one2) => one2 === value ? back : one2;
    substitute(region3.prologue, replace);
    substitute(region3.body, replace);
    before.unshift(...added);
    prologue.builder.block = region3.prologue;
    prologue.guard(condition, `${scalar.name} is an integer up to 2^${Math.log2(limit)}`);
  }
}
function limited2({ builder }, value, limit) {
  const integer = builder.convert("wrap", "i32", value);
  const clamped = builder.binary("max", builder.binary("min", integer, builder.i32(limit)), builder.i32(-limit));
  return builder.convert("value", "f64", clamped);
}
var LIMIT, FACTOR_LIMIT, Reach;
var init_speculate = __esm({
  "../../work/main/packages/compiler/src/passes/normalise/speculate.ts"() {
    "use strict";
    init_polynomial();
    init_walk();
    LIMIT = 2 ** 30;
    FACTOR_LIMIT = 2 ** 26;
    Reach = class {
      region;
      definitions;
      parameters = /* @__PURE__ */ new Map();
      reached = /* @__PURE__ */ new Set();
      /** A bound or a subscript is a product of two things that are not constant. */
      multiplies = false;
      constructor(region3) {
        this.region = region3;
        this.definitions = definitionsOf(region3);
        forEachRegionOperation(region3, (operation) => {
          for (const value of blockParameters(operation)) this.parameters.set(value, operation);
        });
      }
      run() {
        const conditions = [];
        forEachRegionOperation(this.region, (operation) => {
          if (operation.kind === "for" && Number.isInteger(operation.step)) {
            this.visit(operation.lower);
            this.visit(operation.upper);
          }
          if (operation.kind === "load" || operation.kind === "store") this.visit(operation.index);
          if (operation.kind === "while") {
            forEachOperation(operation.condition, (inner) => {
              if (inner.kind === "compare") conditions.push([inner.left, inner.right]);
            });
          }
        });
        for (const [left, right] of conditions) {
          if (this.reached.has(left)) this.visit(right);
          else if (this.reached.has(right)) this.visit(left);
        }
        return this.reached;
      }
      visit(value) {
        if (value.type !== "f64" || this.reached.has(value)) return;
        this.reached.add(value);
        const loop = this.parameters.get(value);
        if (loop && "carried" in loop) {
          const index = loop.carried.findIndex((one2) => one2.parameter === value);
          if (index >= 0) {
            this.visit(loop.carried[index].initial);
            this.visit(loop.body.yields[index]);
          }
          return;
        }
        const definition = this.definitions.get(value);
        switch (definition?.kind) {
          case "unary":
            if (definition.operator === "neg") this.visit(definition.operand);
            return;
          case "binary":
            if (["add", "sub", "mul", "min", "max"].includes(definition.operator) && !this.isFraction(definition.left) && !this.isFraction(definition.right)) {
              if (definition.operator === "mul" && !this.isConstant(definition.left) && !this.isConstant(definition.right)) this.multiplies = true;
              this.visit(definition.left);
              this.visit(definition.right);
            }
            return;
          case "select":
            this.visit(definition.whenTrue);
            this.visit(definition.whenFalse);
            return;
          case "if": {
            const index = definition.results.indexOf(value);
            this.visit(definition.then.yields[index]);
            this.visit(definition.else.yields[index]);
            return;
          }
          case "for":
          case "while":
          case "loop": {
            const index = definition.results.indexOf(value);
            if (index >= 0) {
              this.visit(definition.carried[index].initial);
              this.visit(definition.body.yields[index]);
            }
            return;
          }
          default:
        }
      }
      isConstant(value) {
        return this.definitions.get(value)?.kind === "const";
      }
      isFraction(value) {
        const definition = this.definitions.get(value);
        return definition?.kind === "const" && !Number.isInteger(definition.value);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/normalise.ts
var normalise2;
var init_normalise = __esm({
  "../../work/main/packages/compiler/src/passes/normalise.ts"() {
    "use strict";
    init_bounds2();
    init_loops();
    init_prologue();
    init_speculate();
    normalise2 = (region3) => {
      const prologue = new Prologue(region3);
      speculateIntegers(region3, prologue);
      const guarded = guardBounds(region3, prologue);
      new LoopConverter(region3, prologue, guarded).run();
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/arithmetic.ts
function arithmeticKind(loop, position, definitions) {
  const { parameter } = loop.carried[position];
  const states = dependentsOf(loop.body, [parameter]);
  const isState = (value) => states.has(value);
  if (!loop.body.yields.every((value, index) => isState(value) === (index === position))) return void 0;
  return kinds.find((kind) => new Chain(kind, isState, definitions).block(loop.body));
}
function isBitConversion(from, to) {
  const types = /* @__PURE__ */ new Set([from.type, to.type]);
  return !types.has("bool") && !types.has("f32") && !types.has("i64") && !types.has("u64");
}
var kinds, operators, Chain;
var init_arithmetic = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/arithmetic.ts"() {
    "use strict";
    init_walk();
    init_dependents();
    kinds = ["sum", "product", "min", "max", "and", "or", "xor"];
    operators = { sum: "add", product: "mul", min: "min", max: "max", and: "and", or: "or", xor: "xor" };
    Chain = class {
      kind;
      isState;
      definitions;
      constructor(kind, isState, definitions) {
        this.kind = kind;
        this.isState = isState;
        this.definitions = definitions;
      }
      /** Whether everything in the block that touches the state updates it by ⊕, or hands it on. */
      block(block) {
        return block.operations.every((operation) => this.operation(operation));
      }
      operation(operation) {
        switch (operation.kind) {
          case "if":
            return this.branch(operation);
          case "loop":
          case "while":
          case "parfor":
            return this.loop(operation);
          default:
        }
        if (!operands(operation).some(this.isState)) return nestedBlocks(operation).every((block) => this.block(block));
        switch (operation.kind) {
          case "binary": {
            const [left, right] = [this.isState(operation.left), this.isState(operation.right)];
            if (operation.operator === operators[this.kind]) return left !== right && this.isRightType(operation.result);
            return this.kind === "sum" && operation.operator === "sub" && left && !right && this.isRightType(operation.result);
          }
          case "unary":
            return this.kind === "product" && operation.operator === "neg";
          case "select": {
            if (this.isState(operation.condition)) return false;
            return this.alternatives(operation.whenTrue, operation.whenFalse);
          }
          case "convert":
            return this.isBitwise && isBitConversion(operation.operand, operation.result);
          default:
            return false;
        }
      }
      get isBitwise() {
        return this.kind === "and" || this.kind === "or" || this.kind === "xor";
      }
      isRightType({ type }) {
        return this.isBitwise ? type === "bool" || type === "i32" || type === "u32" : type !== "bool";
      }
      /** Both go on from the state; or one of them settles it, which `flag = c ? true : flag` is another way of writing. */
      alternatives(one2, other) {
        if (this.isState(one2) && this.isState(other)) return true;
        return this.settles(this.isState(one2) ? other : one2);
      }
      /** x ⊕ value is the value, for every x. */
      settles(value) {
        const definition = this.definitions.get(value);
        if (value.type !== "bool" || definition?.kind !== "const") return false;
        return this.kind === "or" && definition.value === true || this.kind === "and" && definition.value === false;
      }
      branch(operation) {
        const { condition, then, else: otherwise, results: results2 } = operation;
        if (this.isState(condition)) return this.shortCircuit(operation);
        if (!this.block(then) || !this.block(otherwise)) return false;
        return results2.every((result2, index) => !this.isState(result2) || this.alternatives(then.yields[index], otherwise.yields[index]));
      }
      /** `flag || c` and `flag && c`: the flag chooses, and the side that it skips only computes. */
      shortCircuit({ condition, then, else: otherwise, results: results2 }) {
        if (condition.type !== "bool" || this.kind !== "or" && this.kind !== "and" || results2.length !== 1) return false;
        const [kept, computed] = this.kind === "or" ? [then, otherwise] : [otherwise, then];
        if (kept.operations.length > 0 || kept.yields[0] !== condition && !this.settles(kept.yields[0])) return false;
        let pure = true;
        forEachOperation(computed, (inner) => {
          if (inner.kind === "store" || operands(inner).some(this.isState)) pure = false;
        });
        return pure && !this.isState(computed.yields[0]);
      }
      loop(operation) {
        if (!nestedBlocks(operation).every((block) => this.block(block))) return false;
        const decides = operation.kind === "while" ? operation.condition.yields : operation.kind === "loop" ? [operation.trips] : operation.dimensions.map((dimension) => dimension.trips);
        if (decides.some(this.isState)) return false;
        return operation.carried.every(({ parameter, initial }, index) => {
          const all3 = [initial, parameter, operation.body.yields[index]].map(this.isState);
          return all3.every((one2) => one2 === all3[0]);
        });
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/updates.ts
function paths(tree, definitions) {
  switch (tree.kind) {
    case "keep":
      return [];
    case "update":
      return [{ literals: [], value: tree.value }];
    default: {
      const { condition } = tree.operation;
      return [[tree.then, true], [tree.else, false]].flatMap(([branch2, holds]) => paths(branch2, definitions).map(({ literals, value }) => ({ literals: [...literalsOf(condition, holds, definitions), ...literals], value })));
    }
  }
}
function literalsOf(condition, holds, definitions) {
  const definition = definitions.get(condition);
  switch (definition?.kind) {
    case "unary":
      if (definition.operator === "not") return literalsOf(definition.operand, !holds, definitions);
      break;
    case "binary":
      if (definition.operator === (holds ? "and" : "or")) {
        return [...literalsOf(definition.left, holds, definitions), ...literalsOf(definition.right, holds, definitions)];
      }
      break;
    case "if": {
      const index = definition.results.indexOf(condition);
      if (holds && isFalse(definition.else.yields[index], definitions)) {
        return [...literalsOf(definition.condition, true, definitions), ...literalsOf(definition.then.yields[index], true, definitions)];
      }
      if (holds && isFalse(definition.then.yields[index], definitions)) {
        return [...literalsOf(definition.condition, false, definitions), ...literalsOf(definition.else.yields[index], true, definitions)];
      }
      break;
    }
    default:
  }
  return [{ condition, holds }];
}
function isFalse(value, definitions) {
  const definition = definitions.get(value);
  return definition?.kind === "const" && definition.value === false;
}
var Tracer, isChoice;
var init_updates = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/updates.ts"() {
    "use strict";
    Tracer = class {
      definitions;
      dependents;
      /** `dependents`: everything computed from the carried values in question. */
      constructor(definitions, dependents) {
        this.definitions = definitions;
        this.dependents = dependents;
      }
      loop(loop, position) {
        return this.steps(loop.body.yields[position], loop.carried[position].parameter);
      }
      steps(value, parameter) {
        if (value === parameter) return [];
        const definition = this.definitions.get(value);
        if (this.dependents.has(value) && (definition?.kind === "loop" || definition?.kind === "while")) return this.around(value, parameter, definition);
        const found = this.tree(value, parameter);
        if (!found) return void 0;
        const { tree, state } = found;
        const before = this.steps(state, parameter);
        return before && [...before, { kind: "tree", tree, state, result: value }];
      }
      around(value, parameter, operation) {
        const index = operation.results.indexOf(value);
        const state = operation.carried[index].initial;
        const before = this.steps(state, parameter);
        const steps = this.loop(operation, index);
        return before && steps && [...before, { kind: "loop", operation, index, state, result: value, steps }];
      }
      /** The tree whose kept leaves are all the same earlier state: the smallest such tree, so that each update is a step of its own. */
      tree(value, parameter) {
        const expanded = /* @__PURE__ */ new Set([value]);
        for (; ; ) {
          const kept = /* @__PURE__ */ new Set();
          const tree = this.expand(value, expanded, kept);
          const states = [...kept];
          if (states.length === 0) return { tree, state: parameter };
          if (states.length === 1 && states[0] !== value) return { tree, state: states[0] };
          const inner = states.find((one2) => one2 !== parameter && isChoice(this.definitions.get(one2)));
          if (!inner) return void 0;
          expanded.add(inner);
        }
      }
      expand(value, expanded, kept) {
        if (!this.dependents.has(value)) return { kind: "update", value };
        const definition = this.definitions.get(value);
        if (expanded.has(value) && definition?.kind === "select") {
          return {
            kind: "select",
            operation: definition,
            then: this.expand(definition.whenTrue, expanded, kept),
            else: this.expand(definition.whenFalse, expanded, kept)
          };
        }
        if (expanded.has(value) && definition?.kind === "if") {
          const index = definition.results.indexOf(value);
          return {
            kind: "if",
            operation: definition,
            index,
            then: this.expand(definition.then.yields[index], expanded, kept),
            else: this.expand(definition.else.yields[index], expanded, kept)
          };
        }
        kept.add(value);
        return { kind: "keep" };
      }
    };
    isChoice = (operation) => operation?.kind === "if" || operation?.kind === "select";
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/choices.ts
function choicesAt(loop, positions, definitions) {
  return new Chooser(loop, positions, definitions).run();
}
function conditionsOf(tree) {
  return tree.kind === "keep" || tree.kind === "update" ? [] : [tree.operation.condition, ...conditionsOf(tree.then), ...conditionsOf(tree.else)];
}
function shapeOf(tree) {
  return tree.kind === "keep" || tree.kind === "update" ? tree.kind : `${tree.operation.condition.id} ? (${shapeOf(tree.then)}) : (${shapeOf(tree.else)})`;
}
var Chooser, extrema, mirrored2, negated;
var init_choices = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/choices.ts"() {
    "use strict";
    init_walk();
    init_accesses();
    init_dependents();
    init_updates();
    Chooser = class {
      loop;
      positions;
      definitions;
      dependents;
      explained = /* @__PURE__ */ new Set();
      constructor(loop, positions, definitions) {
        this.loop = loop;
        this.positions = positions;
        this.definitions = definitions;
        this.dependents = dependentsOf(loop.body, positions.map((position) => loop.carried[position].parameter));
      }
      run() {
        const { loop, positions } = this;
        if (loop.body.yields.some((value, index) => this.dependents.has(value) && !positions.includes(index))) return void 0;
        const tracer = new Tracer(this.definitions, this.dependents);
        const steps = /* @__PURE__ */ new Map();
        for (const position of positions) {
          const found = tracer.loop(loop, position);
          if (!found || found.length === 0) return void 0;
          this.explained.add(loop.carried[position].parameter);
          found.forEach((step) => this.explain(step));
          steps.set(position, found);
        }
        return this.isAllExplained() ? this.classify(steps) : void 0;
      }
      classify(steps) {
        const choices = /* @__PURE__ */ new Map();
        const leaders = /* @__PURE__ */ new Map();
        for (const [position, own2] of steps) {
          const extremum2 = this.extremum(own2, this.loop.carried[position].initial);
          const free3 = !this.dependsOnState(own2);
          if (!extremum2 && !free3) continue;
          const key2 = this.keyOf(own2);
          const leader = leaders.get(key2);
          if (leader !== void 0) choices.set(position, { kind: "companion", of: leader, steps: own2 });
          else {
            leaders.set(key2, position);
            choices.set(position, extremum2 ? { ...extremum2, steps: own2 } : { kind: "last", steps: own2 });
          }
        }
        for (const [position, own2] of steps) {
          if (choices.has(position)) continue;
          const leader = leaders.get(this.keyOf(own2));
          if (leader === void 0) return void 0;
          choices.set(position, { kind: "companion", of: leader, steps: own2 });
        }
        return choices;
      }
      treesOf(steps) {
        return steps.flatMap((step) => step.kind === "tree" ? [step] : this.treesOf(step.steps));
      }
      dependsOnState(steps) {
        return this.treesOf(steps).some(({ tree }) => conditionsOf(tree).some((condition) => this.dependents.has(condition)));
      }
      extremum(steps, initial) {
        let found;
        for (const { tree, state } of this.treesOf(steps)) {
          const ways = paths(tree, this.definitions);
          if (ways.length !== 1) return void 0;
          const [{ literals, value }] = ways;
          const own2 = literals.filter(({ condition }) => this.dependents.has(condition));
          const one2 = own2.length === 1 ? this.direction(own2[0], state, value, initial) : void 0;
          if (!one2 || found && (one2.kind !== found.kind || one2.tie !== found.tie)) return void 0;
          found = one2;
        }
        return found;
      }
      direction({ condition, holds }, state, value, initial) {
        const comparison = this.definitions.get(condition);
        if (comparison?.kind !== "compare") return void 0;
        const relation = this.relationTo(comparison, value, state);
        if (!relation) return void 0;
        if (holds) return extrema[relation];
        return this.isFinite(value) && this.isFinite(initial) ? extrema[negated[relation]] : void 0;
      }
      /** The relation of the value to the state, if that is what is compared. */
      relationTo({ left, right, relation }, value, state) {
        if (right === state && this.isSame(left, value)) return relation;
        return left === state && this.isSame(right, value) ? mirrored2[relation] : void 0;
      }
      /** One value, or two reads of one element that nothing can have changed in between. */
      isSame(one2, other) {
        if (one2 === other) return true;
        const [first, second] = [this.definitions.get(one2), this.definitions.get(other)];
        return first?.kind === "load" && second?.kind === "load" && first.array === second.array && first.index === second.index && one2.type === other.type && storedArrays(accessesIn(this.loop.body)).size === 0;
      }
      /** Surely no NaN: an integer, or a small sum or product of integers. */
      isFinite(value) {
        if (value.type !== "f64" && value.type !== "f32") return true;
        const definition = this.definitions.get(value);
        switch (definition?.kind) {
          case "const":
            return !Number.isNaN(definition.value);
          case "convert":
            return definition.operand.type !== "f64" && definition.operand.type !== "f32";
          default:
            return false;
        }
      }
      /** Equal keys: the same trips update. */
      keyOf(steps) {
        return steps.map((step) => {
          if (step.kind === "loop") return `loop ${step.operation.results[0].id} (${this.keyOf(step.steps)})`;
          const ways = paths(step.tree, this.definitions);
          if (ways.length !== 1) return shapeOf(step.tree);
          return ways[0].literals.map(({ condition, holds }) => `${holds ? "" : "!"}${condition.id}`).sort().join(" ");
        }).join("; ");
      }
      explain(step) {
        this.explained.add(step.state);
        this.explained.add(step.result);
        if (step.kind === "loop") {
          this.explained.add(step.operation.carried[step.index].parameter);
          step.steps.forEach((inner) => this.explain(inner));
        } else this.explainTree(step.tree);
      }
      explainTree(tree) {
        if (tree.kind === "keep" || tree.kind === "update") return;
        this.explained.add(tree.kind === "if" ? tree.operation.results[tree.index] : tree.operation.result);
        this.explainCondition(tree.operation.condition);
        this.explainTree(tree.then);
        this.explainTree(tree.else);
      }
      explainCondition(condition) {
        if (!this.dependents.has(condition) || this.explained.has(condition)) return;
        this.explained.add(condition);
        const definition = this.definitions.get(condition);
        if (definition && ["unary", "binary", "if"].includes(definition.kind)) {
          for (const holds of [true, false]) {
            for (const literal3 of literalsOf(condition, holds, this.definitions)) this.explainLiteral(condition, literal3.condition);
          }
        }
      }
      /** What lies between a condition and one of its literals has no other use, or that use would not be explained. */
      explainLiteral(whole, literal3) {
        const visit3 = (value) => {
          if (!this.dependents.has(value)) return;
          this.explained.add(value);
          if (value === literal3) return;
          const definition = this.definitions.get(value);
          if (definition?.kind === "unary" || definition?.kind === "binary") operands(definition).forEach(visit3);
          if (definition?.kind === "if") {
            const index = definition.results.indexOf(value);
            [definition.condition, definition.then.yields[index], definition.else.yields[index]].forEach(visit3);
          }
        };
        visit3(whole);
      }
      /** Nothing else is computed from the states, and no store or loop hangs on them. */
      isAllExplained() {
        for (const value of this.dependents) if (!this.explained.has(value)) return false;
        let clean = true;
        forEachOperation(this.loop.body, (operation) => {
          if (!this.isClean(operation)) clean = false;
        });
        return clean;
      }
      isClean(operation) {
        const touched = operands(operation).some((value) => this.dependents.has(value));
        switch (operation.kind) {
          case "store":
            return !touched;
          case "if": {
            if (!touched) return true;
            let stores = false;
            for (const block of [operation.then, operation.else]) forEachOperation(block, (inner) => {
              if (inner.kind === "store") stores = true;
            });
            return !stores;
          }
          case "loop":
            return !this.dependents.has(operation.trips);
          case "parfor":
            return operation.dimensions.every((dimension) => !this.dependents.has(dimension.trips));
          case "while":
            return operation.condition.yields.every((value) => !this.dependents.has(value));
          default:
            return true;
        }
      }
    };
    extrema = {
      gt: { kind: "greatest", tie: "first" },
      ge: { kind: "greatest", tie: "last" },
      lt: { kind: "least", tie: "first" },
      le: { kind: "least", tie: "last" }
    };
    mirrored2 = { lt: "gt", le: "ge", gt: "lt", ge: "le", eq: "eq", ne: "ne" };
    negated = { lt: "ge", le: "gt", gt: "le", ge: "lt", eq: "ne", ne: "eq" };
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/bits.ts
function canBeBits(loop, position, kind, definitions) {
  const { parameter, initial } = loop.carried[position];
  if (!isBitwise(kind) || parameter.type !== "f64") return true;
  const reading = readingOf(loop.body, parameter);
  if (!reading) return false;
  const definition = definitions.get(initial);
  if (definition?.kind === "convert") return definition.mode === "value" && definition.operand.type === reading;
  if (definition?.kind !== "const" || typeof definition.value !== "number" || Object.is(definition.value, -0)) return false;
  return definition.value === (reading === "i32" ? definition.value | 0 : definition.value >>> 0);
}
function readingOf(body, parameter) {
  const readings = new Set(conversions(body, dependentsOf(body, [parameter])).map(({ operand: operand2 }) => operand2.type));
  const [reading] = readings;
  return readings.size === 1 && isInteger3(reading) ? reading : void 0;
}
function conversions(body, states) {
  const found = [];
  forEachOperation(body, (operation) => {
    if (operation.kind === "convert" && operation.result.type === "f64" && states.has(operation.operand)) found.push(operation);
  });
  return found;
}
function carryBits(region3, loop, position, before) {
  const { parameter, initial } = loop.carried[position];
  const reading = readingOf(loop.body, parameter);
  const bits4 = new Bits(region3, dependentsOf(loop.body, [parameter]));
  loop.carried[position] = { parameter: bits4.retype(parameter), initial: before.convert("wrap", "i32", initial) };
  bits4.block(loop.body);
  const number4 = loop.results[position];
  const result2 = bits4.retype(number4);
  loop.results[position] = result2;
  const after = new Builder(region3, { operations: [], yields: [] });
  const read2 = reading === "i32" ? result2 : after.convert("wrap", "u32", result2);
  after.append({ kind: "convert", mode: "value", result: number4, operand: read2 });
  return after.block.operations;
}
var isBitwise, isInteger3, Bits;
var init_bits = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/bits.ts"() {
    "use strict";
    init_builder();
    init_walk();
    init_dependents();
    isBitwise = (kind) => kind === "and" || kind === "or" || kind === "xor";
    isInteger3 = (type) => type === "i32" || type === "u32";
    Bits = class {
      region;
      states;
      replaced = /* @__PURE__ */ new Map();
      constructor(region3, states) {
        this.region = region3;
        this.states = states;
      }
      retype(value) {
        const bits4 = { ...value, id: this.region.nextValue++, type: "i32" };
        this.replaced.set(value, bits4);
        return bits4;
      }
      isNumber(value) {
        return value.type === "f64" && this.states.has(value);
      }
      use = (value) => this.replaced.get(value) ?? value;
      block(block) {
        block.operations = block.operations.flatMap((operation) => this.operation(operation));
        block.yields = block.yields.map(this.use);
      }
      operation(operation) {
        if (operation.kind === "convert" && this.isNumber(operation.operand) && operation.result.type === "i32") {
          this.replaced.set(operation.result, this.use(operation.operand));
          return [];
        }
        if (operation.kind === "convert" && this.isNumber(operation.result)) {
          if (operation.operand.type === "i32") {
            this.replaced.set(operation.result, this.use(operation.operand));
            return [];
          }
          return [{ kind: "convert", mode: "wrap", operand: this.use(operation.operand), result: this.retype(operation.result) }];
        }
        substituteOperands(operation, this.use);
        const carried = "carried" in operation ? operation.carried : [];
        for (const one2 of carried) if (this.isNumber(one2.parameter)) one2.parameter = this.retype(one2.parameter);
        for (const block of nestedBlocks(operation)) this.block(block);
        if ("results" in operation) operation.results = operation.results.map((value) => this.isNumber(value) ? this.retype(value) : value);
        else if (operation.kind === "select" && this.isNumber(operation.result)) operation.result = this.retype(operation.result);
        return [operation];
      }
    };
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/recognise.ts
function recognise(loop, definitions) {
  const arithmetic4 = loop.carried.map((_, position) => {
    const kind = arithmeticKind(loop, position, definitions);
    return kind && canBeBits(loop, position, kind, definitions) ? { kind } : void 0;
  });
  const rest = arithmetic4.flatMap((one2, position) => one2 ? [] : [position]);
  if (rest.length === 0) return { reductions: arithmetic4, others: [] };
  const choices = choicesAt(loop, rest, definitions);
  if (!choices) return { reductions: [], others: rest };
  return { reductions: arithmetic4.map((one2, position) => one2 ?? choices.get(position)), others: [] };
}
var init_recognise = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/recognise.ts"() {
    "use strict";
    init_arithmetic();
    init_choices();
    init_bits();
  }
});

// ../../work/main/packages/compiler/src/analysis/reductions/winners.ts
function insertAfter(block, place2, added) {
  const index = block.operations.indexOf(place2);
  if (index >= 0) {
    block.operations.splice(index + 1, 0, added);
    return true;
  }
  return block.operations.some((operation) => nestedBlocks(operation).some((inner) => insertAfter(inner, place2, added)));
}
var Winner;
var init_winners = __esm({
  "../../work/main/packages/compiler/src/analysis/reductions/winners.ts"() {
    "use strict";
    init_walk();
    Winner = class {
      region;
      body;
      trip;
      constructor(region3, body, trip) {
        this.region = region3;
        this.body = body;
        this.trip = trip;
      }
      value() {
        return { id: this.region.nextValue++, type: "i32", name: "winner" };
      }
      /** The number of the winning trip after the steps, `before` being the one before them. */
      after(steps, before) {
        return steps.reduce((state, step) => step.kind === "tree" ? this.tree(step.tree, state) : this.loop(step, state), before);
      }
      tree(tree, state) {
        switch (tree.kind) {
          case "keep":
            return state;
          case "update":
            return this.trip;
          case "if": {
            const { operation } = tree;
            operation.then.yields.push(this.tree(tree.then, state));
            operation.else.yields.push(this.tree(tree.else, state));
            const result2 = this.value();
            operation.results.push(result2);
            return result2;
          }
          case "select": {
            const whenTrue = this.tree(tree.then, state);
            const whenFalse = this.tree(tree.else, state);
            const result2 = this.value();
            insertAfter(this.body, tree.operation, { kind: "select", result: result2, condition: tree.operation.condition, whenTrue, whenFalse });
            return result2;
          }
        }
      }
      loop({ operation, steps }, initial) {
        const parameter = this.value();
        const next = this.after(steps, parameter);
        operation.carried.push({ parameter, initial });
        operation.body.yields.push(next);
        const result2 = this.value();
        operation.results.push(result2);
        return result2;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/parallelise/convert.ts
function convertLoop(region3, loop, reductions) {
  const before = new Builder(region3, { operations: [], yields: [] });
  const after = [];
  const combines = reductions.map((reduction, position) => combineOf(region3, loop, reduction, position, before, after));
  for (let position = reductions.length; position < loop.carried.length; position++) combines.push({ kind: "winner" });
  const { id, label, location, trip, trips, carried, results: results2, body } = loop;
  const parfor2 = {
    kind: "parfor",
    id,
    dimensions: [{ trip, trips, id, ...label !== void 0 && { label }, ...location && { location } }],
    results: results2,
    carried,
    combines,
    builders: [],
    body,
    ...location && { location }
  };
  return { operations: [...before.block.operations, parfor2, ...after], parfor: parfor2 };
}
function combineOf(region3, loop, reduction, position, before, after) {
  switch (reduction.kind) {
    case "companion":
      return { kind: "companion", of: reduction.of };
    case "last":
      return { kind: "last", winner: addWinner(region3, loop, reduction, before) };
    case "least":
    case "greatest":
      return { kind: reduction.kind, tie: reduction.tie, winner: addWinner(region3, loop, reduction, before) };
    case "and":
    case "or":
    case "xor":
      if (loop.carried[position].parameter.type === "f64") after.push(...carryBits(region3, loop, position, before));
      return { kind: reduction.kind };
    default:
      return { kind: reduction.kind };
  }
}
function addWinner(region3, loop, { steps }, before) {
  const winner = new Winner(region3, loop.body, loop.trip);
  const parameter = winner.value();
  const next = winner.after(steps, parameter);
  loop.body.yields.push(next);
  loop.results.push(winner.value());
  return loop.carried.push({ parameter, initial: before.i32(-1) }) - 1;
}
var init_convert = __esm({
  "../../work/main/packages/compiler/src/passes/parallelise/convert.ts"() {
    "use strict";
    init_builder();
    init_bits();
    init_winners();
  }
});

// ../../work/main/packages/compiler/src/passes/parallelise/verdicts.ts
function loopName({ label, ...loop }) {
  if (label !== void 0) return `loop '${label}'`;
  return loop.trip?.name === void 0 ? "loop" : `loop over '${loop.trip.name}'`;
}
function verdict(loop, code, severity, rest) {
  const { id, label, location } = loop;
  return { code, severity, ...rest, ...location && { location }, loop: { id, ...label !== void 0 && { label } } };
}
function parallelVerdict(loop, carried, reductions) {
  const name = loopName(loop);
  if (reductions.length === 0) return verdict(loop, "PF100", "info", { message: `the ${name} runs in parallel` });
  const parts = reductions.map((reduction, position) => {
    const leader = reduction.kind === "companion" ? reductions[reduction.of] : reduction;
    const kind = leader.kind === "companion" ? "last value" : reductionNames[leader.kind];
    const variable2 = carried[position].parameter.name;
    return `${kind}${reduction.kind === "companion" ? "\u2019s companion" : ""}${variable2 === void 0 ? "" : ` '${variable2}'`}`;
  });
  return verdict(loop, "PF101", "info", { message: `the ${name} runs in parallel, with ${parts.length === 1 ? "a reduction" : "reductions"}: ${parts.join(", ")}` });
}
function insideVerdict(loop) {
  return verdict(loop, "PF102", "info", { message: `the ${loopName(loop)} runs inside a parallel loop` });
}
function aroundVerdict(loop, reason) {
  return verdict(loop, "PF103", "info", {
    message: `the ${loopName(loop)} is sequential; the parallel loops inside it run as one team`,
    cause: reason.message,
    ...reason.related && { related: reason.related }
  });
}
function sequentialVerdict(loop, { code, ...reason }) {
  return verdict(loop, code, "warning", reason);
}
function whileReason(loop) {
  const flags = loop.carried.filter(({ parameter }) => parameter.type === "bool" && uses(loop.condition, parameter));
  if (flags.length > 0) {
    return {
      code: "PF204",
      message: "the loop leaves early, so that later trips depend on earlier ones",
      cure: "Let the loop run to its end, and use `if` or `continue` instead of `break`."
    };
  }
  return {
    code: "PF203",
    message: "the number of trips is not known before the loop",
    cure: "Count with `for (let i = a; i < b; i += c)`, with integer bounds that the loop does not change."
  };
}
function uses(block, value) {
  let found = block.yields.includes(value);
  forEachOperation(block, (operation) => {
    if (operands(operation).includes(value) || nestedBlocks(operation).some((inner) => inner.yields.includes(value))) found = true;
  });
  return found;
}
function exactReason(variable2) {
  return {
    code: "PF200",
    message: `${quoted2(variable2)} is a sum or product of floats, and with \`exact\` these keep their order`,
    cure: "Leave out `exact`, if another order of additions is acceptable."
  };
}
function quoted2(name) {
  return name === void 0 ? "a value" : `'${name}'`;
}
function carriedReason(loop, position, definitions) {
  const { parameter } = loop.carried[position];
  const name = quoted2(parameter.name);
  const next = loop.body.yields[position];
  const written2 = locationNear(next, definitions) ?? loop.location;
  const read2 = locationOfUse(loop.body, parameter, definitions) ?? written2;
  const related = [];
  if (written2) related.push({ location: written2, message: `${name} is written here` });
  if (read2) related.push({ location: read2, message: `the ${name} of the trip before is read here` });
  const lines = written2 && read2 ? ` (written in line ${written2.line}, read in line ${read2.line})` : "";
  const usesNegation = isNegatedExtremum(next, parameter, definitions);
  return {
    code: "PF200",
    message: `${name} is carried from trip to trip${lines}`,
    ...related.length > 0 && { related },
    cause: usesNegation ? "As it is written, a NaN is taken and replaced by whatever follows, so that the result depends on the order." : "What a trip computes needs the value that the trip before it left.",
    cure: usesNegation ? "Write `if (x > m) m = x` or `m = x > m ? x : m`, which skip NaN, or `m = Math.max(m, x)`." : `Compute ${name} from the loop counter, store it in an array, or use it only in a reduction such as \`s += x\`, \`Math.max(m, x)\` or \`if (x > m) m = x\`.`
  };
}
function isNegatedExtremum(next, parameter, definitions) {
  const choice2 = definitions.get(next);
  if (choice2?.kind !== "select" && choice2?.kind !== "if") return false;
  const comparison = definitions.get(choice2.condition);
  if (comparison?.kind !== "compare" || comparison.relation === "eq" || comparison.relation === "ne") return false;
  const kept = choice2.kind === "select" ? choice2.whenTrue : choice2.then.yields[choice2.results.indexOf(next)];
  return kept === parameter && (comparison.left === parameter || comparison.right === parameter);
}
function locationNear(value, definitions) {
  const seen = /* @__PURE__ */ new Set();
  let front = [value];
  while (front.length > 0) {
    const next = [];
    for (const one2 of front) {
      const definition = definitions.get(one2);
      if (!definition || seen.has(one2)) continue;
      seen.add(one2);
      const location = locationOf2(definition);
      if (location) return location;
      next.push(...operands(definition), ...nestedBlocks(definition).flatMap((block) => block.yields));
    }
    front = next;
  }
  return void 0;
}
function locationOf2(operation) {
  return "location" in operation ? operation.location : void 0;
}
function locationOfUse(body, value, definitions) {
  let found;
  const reached = /* @__PURE__ */ new Set([value]);
  forEachOperation(body, (operation) => {
    if (found || !operands(operation).some((operand2) => reached.has(operand2))) return;
    found = locationOf2(operation) ?? operands(operation).map((operand2) => reached.has(operand2) ? void 0 : locationNear(operand2, definitions)).find(Boolean);
    if ("result" in operation) reached.add(operation.result);
  });
  return found;
}
function obstacleReason({ kind, store, access }) {
  const array = `'${store.array.name}'`;
  const related = [];
  if (store.location) related.push({ location: store.location, message: `${array} is written here` });
  if (access !== store && access.location) {
    related.push({ location: access.location, message: kind === "subscript" ? `${array} is accessed here` : `an element that another trip writes is ${access.kind === "load" ? "read" : "written"} here` });
  }
  const lines = store.location && access.location ? ` (lines ${store.location.line} and ${access.location.line})` : "";
  if (kind === "subscript") {
    return {
      code: "PF202",
      message: `which elements of ${array} a trip touches cannot be told from its subscript${lines}`,
      ...related.length > 0 && { related },
      cause: "Two trips could touch the same element. A subscript must be a sum of loop counters, each times a constant or a value known before the loop.",
      cure: `Subscript ${array} with the loop counters, or collect results per trip and scatter them in a loop of their own.`
    };
  }
  return {
    code: "PF201",
    message: `an element of ${array} is carried from trip to trip${lines}`,
    ...related.length > 0 && { related },
    cause: access === store ? "Different trips write the same element." : "One trip writes an element that another one reads or writes.",
    cure: access === store ? "Accumulate in a local variable, and store it after the loop." : "Write to another array than the one that is read."
  };
}
var reductionNames;
var init_verdicts = __esm({
  "../../work/main/packages/compiler/src/passes/parallelise/verdicts.ts"() {
    "use strict";
    init_walk();
    reductionNames = {
      sum: "sum",
      product: "product",
      min: "minimum",
      max: "maximum",
      least: "least",
      greatest: "greatest",
      and: "and",
      or: "or",
      xor: "xor",
      last: "last value"
    };
  }
});

// ../../work/main/packages/compiler/src/passes/parallelise.ts
function parallelise(region3, context) {
  new Paralleliser(region3, context).block(region3.body);
  context.diagnostics.sort((one2, other) => (one2.loop?.id ?? -1) - (other.loop?.id ?? -1));
}
function hasParfor(block) {
  let found = false;
  forEachOperation(block, ({ kind }) => {
    if (kind === "parfor") found = true;
  });
  return found;
}
var Paralleliser;
var init_parallelise = __esm({
  "../../work/main/packages/compiler/src/passes/parallelise.ts"() {
    "use strict";
    init_dependence();
    init_facts();
    init_plausible();
    init_recognise();
    init_exact();
    init_walk();
    init_aliases();
    init_convert();
    init_verdicts();
    Paralleliser = class {
      region;
      context;
      constructor(region3, context) {
        this.region = region3;
        this.context = context;
      }
      block(block) {
        block.operations = block.operations.flatMap((operation) => {
          switch (operation.kind) {
            case "loop":
              return this.loop(operation);
            case "while":
              this.while(operation);
              break;
            case "if":
              this.block(operation.then);
              this.block(operation.else);
              break;
            default:
          }
          return [operation];
        });
      }
      loop(loop) {
        const found = this.examine(loop, false);
        if ("code" in found) {
          this.block(loop.body);
          this.context.diagnostics.push(hasParfor(loop.body) ? aroundVerdict(loop, found) : sequentialVerdict(loop, found));
          return [loop];
        }
        this.context.diagnostics.push(parallelVerdict(loop, loop.carried, found));
        const { operations, parfor: parfor2 } = convertLoop(this.region, loop, found);
        this.inside(parfor2.body);
        return operations;
      }
      while(loop) {
        const reason = whileReason(loop);
        this.block(loop.condition);
        this.block(loop.body);
        this.context.diagnostics.push(hasParfor(loop.body) ? aroundVerdict(loop, reason) : sequentialVerdict(loop, reason));
      }
      /** Inside a parallel loop. */
      inside(block) {
        block.operations = block.operations.flatMap((operation) => {
          switch (operation.kind) {
            case "loop": {
              this.context.diagnostics.push(insideVerdict(operation));
              const found = this.examine(operation, true);
              const { operations, body } = "code" in found ? { operations: [operation], body: operation.body } : this.nested(operation, found);
              this.inside(body);
              return operations;
            }
            case "while":
              this.context.diagnostics.push(insideVerdict(operation));
              this.inside(operation.condition);
              this.inside(operation.body);
              break;
            case "if":
              this.inside(operation.then);
              this.inside(operation.else);
              break;
            default:
          }
          return [operation];
        });
      }
      nested(loop, reductions) {
        const { operations, parfor: parfor2 } = convertLoop(this.region, loop, reductions);
        return { operations, body: parfor2.body };
      }
      /** The reductions of a parallel loop, or why it is not one. A nested loop must be parallel under the conditions of the outer one. */
      examine(loop, nested2) {
        const facts = new Facts(this.region);
        const { reductions, others } = recognise(loop, facts.definitions);
        if (others.length > 0) return carriedReason(loop, others[0], facts.definitions);
        if (nested2 && reductions.some((one2) => "steps" in one2)) return carriedReason(loop, reductions.findIndex((one2) => "steps" in one2), facts.definitions);
        if (this.context.options.exact) {
          const reshaped = reductions.findIndex((one2, position) => (one2.kind === "sum" || one2.kind === "product") && !isExactSum(loop, position, one2.kind, facts.definitions));
          if (reshaped >= 0) return exactReason(loop.carried[reshaped].parameter.name);
        }
        const independence = new Dependences(facts).loop(loop.trip, loop.body);
        if (isObstacle(independence)) return obstacleReason(independence);
        if (nested2 && !isFollowing(independence.assumptions.map(({ condition }) => condition), facts)) {
          return { code: "PF201", message: "whether its trips are independent is known only at run time" };
        }
        for (const assumption of independence.assumptions) facts.assume(assumption);
        addAliasRules(this.region, independence.pairs);
        return reductions;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/facts.ts
function neverNegativeZero(rewriter, value, depth = DEPTH2) {
  if (isInteger(value.type)) return true;
  const definition = rewriter.definition(value);
  if (!definition || depth === 0) return false;
  switch (definition.kind) {
    case "const":
      return !Object.is(definition.value, -0);
    case "convert":
      return definition.operand.type === "bool" || isInteger(definition.operand.type);
    case "load":
      return isInteger(nativeType(definition.array.element));
    case "unary":
      return definition.operator === "abs" || definition.operator === "exponent";
    case "binary":
      if (definition.operator === "add") {
        return neverNegativeZero(rewriter, definition.left, depth - 1) || neverNegativeZero(rewriter, definition.right, depth - 1);
      }
      return definition.operator === "sub" && neverNegativeZero(rewriter, definition.left, depth - 1);
    case "select":
      return neverNegativeZero(rewriter, definition.whenTrue, depth - 1) && neverNegativeZero(rewriter, definition.whenFalse, depth - 1);
    default:
      return false;
  }
}
function isWhole(rewriter, value, depth = DEPTH2) {
  const definition = rewriter.definition(value);
  if (!definition || depth === 0) return false;
  switch (definition.kind) {
    case "convert":
      return definition.operand.type === "bool" || isInteger(definition.operand.type);
    case "load":
      return isInteger(nativeType(definition.array.element));
    case "unary":
      switch (definition.operator) {
        case "floor":
        case "ceil":
        case "trunc":
        case "nearest":
        case "exponent":
          return true;
        case "neg":
        case "abs":
          return isWhole(rewriter, definition.operand, depth - 1);
        default:
          return false;
      }
    case "binary":
      switch (definition.operator) {
        case "add":
        case "sub":
        case "mul":
        case "min":
        case "max":
          return isWhole(rewriter, definition.left, depth - 1) && isWhole(rewriter, definition.right, depth - 1);
        default:
          return false;
      }
    case "const":
      return typeof definition.value === "number" && (Number.isInteger(definition.value) || !Number.isFinite(definition.value));
    default:
      return false;
  }
}
var DEPTH2;
var init_facts2 = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/facts.ts"() {
    "use strict";
    init_vocabulary();
    DEPTH2 = 4;
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/rewriter.ts
function constantOf(rewriter, value) {
  const definition = rewriter.definition(value);
  return definition?.kind === "const" ? definition.value : void 0;
}
var init_rewriter = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/rewriter.ts"() {
    "use strict";
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/arithmetic.ts
function isCommutative(operator) {
  return commutative.has(operator);
}
function rewriteUnary(operation, rewriter) {
  const { operator, operand: operand2 } = operation;
  const inner = rewriter.definition(operand2);
  switch (operator) {
    case "neg":
    case "not":
      if (inner?.kind === "unary" && inner.operator === operator) return { value: inner.operand };
      return operator === "not" ? rewriteNot(operation, inner) : void 0;
    case "abs":
      if (operand2.type === "u32" || operand2.type === "u64") return { value: operand2 };
      if (inner?.kind !== "unary") return void 0;
      if (inner.operator === "abs") return { value: operand2 };
      return inner.operator === "neg" ? { operation: { ...operation, operand: inner.operand } } : void 0;
    case "floor":
    case "ceil":
    case "trunc":
    case "nearest":
      return isWhole(rewriter, operand2) ? { value: operand2 } : void 0;
    default:
      return void 0;
  }
}
function rewriteNot(operation, inner) {
  if (inner?.kind !== "compare") return void 0;
  if (isFloat(inner.left.type) && inner.relation !== "eq" && inner.relation !== "ne") return void 0;
  return { operation: { ...inner, relation: opposite2[inner.relation], result: operation.result } };
}
function rewriteBinary(operation, rewriter) {
  const { operator, left, right } = operation;
  const { type } = left;
  if (isCommutative(operator) && constantOf(rewriter, left) !== void 0 && constantOf(rewriter, right) === void 0) {
    return { operation: { ...operation, left: right, right: left } };
  }
  if (type === "bool") return rewriteBoolean(operation, rewriter);
  return isFloat(type) ? rewriteFloat(operation, rewriter) : rewriteInteger(operation, rewriter);
}
function rewriteBoolean({ operator, left, right, result: result2 }, rewriter) {
  const known2 = constantOf(rewriter, right);
  const same2 = left === right;
  switch (operator) {
    case "and":
      if (same2 || known2 === true) return { value: left };
      return known2 === false ? { value: right } : void 0;
    case "or":
      if (same2 || known2 === false) return { value: left };
      return known2 === true ? { value: right } : void 0;
    case "xor":
      if (known2 === false) return { value: left };
      if (known2 === true) return { operation: { kind: "unary", operator: "not", operand: left, result: result2 } };
      return same2 ? { value: rewriter.constant("bool", false) } : void 0;
    default:
      return void 0;
  }
}
function rewriteFloat({ operator, left, right, result: result2 }, rewriter) {
  const known2 = constantOf(rewriter, right);
  const negated3 = (operand2) => ({ operation: { kind: "unary", operator: "neg", operand: operand2, result: result2 } });
  switch (operator) {
    case "add":
      if (Object.is(known2, -0)) return { value: left };
      return known2 === 0 && neverNegativeZero(rewriter, left) ? { value: left } : void 0;
    case "sub":
      if (Object.is(known2, 0)) return { value: left };
      if (known2 === 0 && neverNegativeZero(rewriter, left)) return { value: left };
      return Object.is(constantOf(rewriter, left), -0) ? negated3(right) : void 0;
    case "mul":
      if (known2 === 1) return { value: left };
      return known2 === -1 ? negated3(left) : void 0;
    case "div": {
      if (known2 === 1) return { value: left };
      if (known2 === -1) return negated3(left);
      const inverse = known2 === void 0 ? void 0 : exactInverse(left.type, known2);
      if (inverse === void 0) return void 0;
      return { operation: { kind: "binary", operator: "mul", left, right: rewriter.constant(left.type, inverse), result: result2 } };
    }
    case "min":
    case "max":
      return left === right ? { value: left } : void 0;
    default:
      return void 0;
  }
}
function exactInverse(type, divisor) {
  const limit = type === "f64" ? 2 ** 1022 : 2 ** 126;
  const magnitude2 = Math.abs(divisor);
  const isPowerOfTwo = magnitude2 >= 1 / limit && magnitude2 <= limit && 2 ** Math.round(Math.log2(magnitude2)) === magnitude2;
  return isPowerOfTwo ? 1 / divisor : void 0;
}
function rewriteInteger(operation, rewriter) {
  const { operator, left, right, result: result2 } = operation;
  const constant = constantOf(rewriter, right);
  const known2 = constant === void 0 ? void 0 : Number(constant);
  const number4 = (value) => ({ value: rewriter.constant(left.type, typed(left.type, value)) });
  const same2 = left === right;
  switch (operator) {
    case "add":
      return known2 === 0 ? { value: left } : reassociate(operation, rewriter);
    case "sub":
      if (known2 === 0) return { value: left };
      return same2 ? number4(0) : void 0;
    case "mul":
      if (known2 === 1) return { value: left };
      return known2 === 0 ? { value: right } : void 0;
    case "div":
      return known2 === 1 ? { value: left } : void 0;
    case "rem":
      return known2 === 1 ? number4(0) : void 0;
    case "min":
    case "max":
      return same2 ? { value: left } : void 0;
    case "and":
      if (same2 || isAllOnes(left.type, constant)) return { value: left };
      return known2 === 0 ? { value: right } : void 0;
    case "or":
      if (same2 || known2 === 0) return { value: left };
      return isAllOnes(left.type, constant) ? { value: right } : void 0;
    case "xor":
      if (known2 === 0) return { value: left };
      return same2 ? number4(0) : void 0;
    case "shl":
    case "shr":
      return known2 !== void 0 && known2 % widthOf(result2.type) === 0 ? { value: left } : void 0;
    case "copysign":
      return void 0;
  }
}
function reassociate(operation, rewriter) {
  const inner = rewriter.definition(operation.left);
  const outerConstant = constantOf(rewriter, operation.right);
  if (outerConstant === void 0 || inner?.kind !== "binary" || inner.operator !== "add") return void 0;
  const innerConstant = constantOf(rewriter, inner.right);
  if (innerConstant === void 0) return void 0;
  const { type } = operation.left;
  const sum2 = typeof outerConstant === "bigint" ? type === "i64" ? BigInt.asIntN(64, outerConstant + innerConstant) : BigInt.asUintN(64, outerConstant + innerConstant) : typed(type, outerConstant + innerConstant);
  return { operation: { ...operation, left: inner.left, right: rewriter.constant(type, sum2) } };
}
function typed(type, value) {
  if (type === "i64" || type === "u64") return BigInt(value);
  return type === "u32" ? value >>> 0 : value | 0;
}
function isAllOnes(type, constant) {
  switch (type) {
    case "i32":
      return constant === -1;
    case "u32":
      return constant === 4294967295;
    case "i64":
      return constant === -1n;
    case "u64":
      return constant === 0xffffffffffffffffn;
    default:
      return false;
  }
}
var commutative, opposite2;
var init_arithmetic2 = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/arithmetic.ts"() {
    "use strict";
    init_vocabulary();
    init_facts2();
    init_rewriter();
    commutative = /* @__PURE__ */ new Set(["add", "mul", "min", "max", "and", "or", "xor"]);
    opposite2 = { eq: "ne", ne: "eq", lt: "ge", ge: "lt", gt: "le", le: "gt" };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/keys.ts
function keyOf3(operation) {
  switch (operation.kind) {
    case "const":
      return `const ${operation.result.type} ${printConstant(operation.value)}`;
    case "unary":
      return `${operation.operator} ${operation.operand.id}`;
    case "binary": {
      const swap = isCommutative(operation.operator) && operation.left.id > operation.right.id;
      const [first, second] = swap ? [operation.right, operation.left] : [operation.left, operation.right];
      return `${operation.operator} ${first.id} ${second.id}`;
    }
    case "compare":
      return `${operation.relation} ${operation.left.id} ${operation.right.id}`;
    case "select":
      return `select ${operation.condition.id} ${operation.whenTrue.id} ${operation.whenFalse.id}`;
    case "convert":
      return `${operation.mode} ${operation.result.type} ${operation.operand.id}`;
    case "call":
      return `call ${operation.callee} ${operation.arguments.map((value) => value.id).join(" ")}`;
    case "length":
      return `length ${operation.array.name}`;
  }
}
function loadKey(load, type, version2) {
  return `load ${type} ${load.index.id} ${load.bounds} ${version2} ${load.array.name}`;
}
function hoistedKey(load, type, version2, trips) {
  return `${trips.map((value) => value.id).join(" ")} ${loadKey(load, type, version2)}`;
}
var init_keys = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/keys.ts"() {
    "use strict";
    init_print();
    init_arithmetic2();
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/memory.ts
var Memory;
var init_memory = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/memory.ts"() {
    "use strict";
    init_walk();
    Memory = class {
      arrays;
      overlapping = /* @__PURE__ */ new Map();
      storedInside = /* @__PURE__ */ new Map();
      barriersInside = /* @__PURE__ */ new Set();
      constructor(region3) {
        this.arrays = region3.arrays;
        const disjoint = new Map(region3.arrays.map((array) => [array, /* @__PURE__ */ new Set()]));
        for (const { first, second, same: same2 } of region3.aliases) {
          if (same2) continue;
          disjoint.get(first).add(second);
          disjoint.get(second).add(first);
        }
        for (const array of region3.arrays) this.overlapping.set(array, region3.arrays.filter((other) => !disjoint.get(array).has(other)));
      }
      /** The arrays whose elements a store to `array` may change; `array` is one of them. */
      changedBy(array) {
        return this.overlapping.get(array);
      }
      /** The arrays that an operation may change, with all that is nested in it. A barrier lets the other threads' stores through. */
      changedInside(operation) {
        const stored = this.storedIn(operation);
        if (this.barriersInside.has(operation)) return this.arrays;
        if (stored.size === 0) return [];
        return [...new Set([...stored].flatMap((array) => this.changedBy(array)))];
      }
      storedIn(operation) {
        const known2 = this.storedInside.get(operation);
        if (known2) return known2;
        const stored = /* @__PURE__ */ new Set();
        if (operation.kind === "store") stored.add(operation.array);
        if (operation.kind === "barrier") this.barriersInside.add(operation);
        if (operation.kind === "parfor") {
          for (const builder of operation.builders) {
            if (builder.kind !== "group") stored.add(builder.array);
            else for (const array of [builder.keys, ...builder.columns.map((column) => column.array)]) stored.add(array);
          }
        }
        for (const block of nestedBlocks(operation)) {
          for (const inner of block.operations) {
            for (const array of this.storedIn(inner)) stored.add(array);
            if (this.barriersInside.has(inner)) this.barriersInside.add(operation);
          }
        }
        this.storedInside.set(operation, stored);
        return stored;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/fold.ts
function foldOperation(operation, constantOf2) {
  switch (operation.kind) {
    case "unary": {
      const operand2 = constantOf2(operation.operand);
      return operand2 === void 0 ? void 0 : foldUnary(operation.operator, operation.operand.type, operand2);
    }
    case "binary": {
      const left = constantOf2(operation.left);
      const right = left === void 0 ? void 0 : constantOf2(operation.right);
      return right === void 0 ? void 0 : foldBinary(operation.operator, operation.left.type, left, right);
    }
    case "compare": {
      const left = constantOf2(operation.left);
      const right = left === void 0 ? void 0 : constantOf2(operation.right);
      return right === void 0 ? void 0 : foldCompare(operation.relation, left, right);
    }
    case "convert": {
      const operand2 = constantOf2(operation.operand);
      return operand2 === void 0 ? void 0 : foldConvert(operation.mode, operation.result.type, operand2);
    }
    case "call": {
      const known2 = operation.arguments.map(constantOf2);
      return known2.every((value) => typeof value === "number") ? foldCall(operation.callee, known2) : void 0;
    }
    default:
      return void 0;
  }
}
function fit(type, value) {
  switch (type) {
    case "f32":
      return Math.fround(value);
    case "i32":
      return value | 0;
    case "u32":
      return value >>> 0;
    case "i64":
      return BigInt.asIntN(64, value);
    case "u64":
      return BigInt.asUintN(64, value);
    case "f64":
    case "bool":
      return value;
  }
}
function withHighWord(value, change, keepLow) {
  bits.setFloat64(0, value);
  bits.setUint32(0, change(bits.getUint32(0)));
  if (!keepLow) bits.setUint32(4, 0);
  return bits.getFloat64(0);
}
function nearest2(value) {
  const floor2 = Math.floor(value);
  const above = value - floor2;
  const rounded2 = above < 0.5 || above === 0.5 && floor2 % 2 === 0 ? floor2 : floor2 + 1;
  return Number.isFinite(value) ? copysign(Math.abs(rounded2), value) : value;
}
function copysign(magnitude2, sign2) {
  return sign2 < 0 || Object.is(sign2, -0) ? -Math.abs(magnitude2) : Math.abs(magnitude2);
}
function foldUnary(operator, type, operand2) {
  if (typeof operand2 === "boolean") return operator === "not" ? !operand2 : void 0;
  if (typeof operand2 === "bigint") {
    if (operator === "neg") return fit(type, -operand2);
    return operator === "abs" ? fit(type, operand2 < 0n ? -operand2 : operand2) : void 0;
  }
  switch (operator) {
    case "neg":
      return type === "i32" || type === "u32" ? fit(type, 0 - operand2) : -operand2;
    case "abs":
      return fit(type, Math.abs(operand2));
    case "sqrt":
      return fit(type, Math.sqrt(operand2));
    case "floor":
      return Math.floor(operand2);
    case "ceil":
      return Math.ceil(operand2);
    case "trunc":
      return Math.trunc(operand2);
    case "nearest":
      return nearest2(operand2);
    case "clz":
      return Math.clz32(operand2);
    // A NaN's bits are not the program's to see; the kernels never ask for them on a constant.
    case "exponent": {
      if (Number.isNaN(operand2)) return void 0;
      bits.setFloat64(0, operand2);
      return (bits.getUint32(0) >>> 20 & 2047) - 1023;
    }
    case "mantissa":
      return Number.isNaN(operand2) ? void 0 : withHighWord(operand2, (high) => high & 2148532223 | 1072693248, true);
    case "high":
      return Number.isNaN(operand2) ? void 0 : withHighWord(operand2, (high) => high, false);
    case "pow2":
      return Number.isInteger(operand2) && operand2 >= -1023 && operand2 <= 1024 ? withHighWord(0, () => operand2 + 1023 << 20, true) : void 0;
    case "not":
      return void 0;
  }
}
function foldBinary(operator, type, left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") {
    switch (operator) {
      case "and":
        return Boolean(left) && Boolean(right);
      case "or":
        return Boolean(left) || Boolean(right);
      case "xor":
        return left !== right;
      default:
        return void 0;
    }
  }
  if (typeof left === "bigint" || typeof right === "bigint") {
    const result3 = foldBig(operator, left, right);
    return result3 === void 0 ? void 0 : fit(type, result3);
  }
  const result2 = type === "i32" || type === "u32" ? foldInteger(operator, type, left, right) : foldFloat(operator, left, right);
  return result2 === void 0 ? void 0 : fit(type, result2);
}
function foldFloat(operator, left, right) {
  switch (operator) {
    case "add":
      return left + right;
    case "sub":
      return left - right;
    case "mul":
      return left * right;
    case "div":
      return left / right;
    case "rem":
      return left % right;
    case "min":
      return Math.min(left, right);
    case "max":
      return Math.max(left, right);
    case "copysign":
      return Number.isNaN(right) ? void 0 : copysign(left, right);
    default:
      return void 0;
  }
}
function foldInteger(operator, type, left, right) {
  switch (operator) {
    case "add":
      return left + right;
    case "sub":
      return left - right;
    case "mul":
      return Math.imul(left, right);
    case "div":
      return right === 0 || right === -1 && left === -(2 ** 31) ? void 0 : Math.trunc(left / right);
    case "rem":
      return right === 0 || right === -1 && left === -(2 ** 31) ? void 0 : left % right;
    case "min":
      return Math.min(left, right);
    case "max":
      return Math.max(left, right);
    case "and":
      return left & right;
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shl":
      return left << right;
    case "shr":
      return type === "i32" ? left >> right : left >>> right;
    case "copysign":
      return void 0;
  }
}
function foldBig(operator, left, right) {
  switch (operator) {
    case "add":
      return left + right;
    case "sub":
      return left - right;
    case "mul":
      return left * right;
    case "div":
      return right === 0n || right === -1n && left === -(2n ** 63n) ? void 0 : left / right;
    case "rem":
      return right === 0n || right === -1n && left === -(2n ** 63n) ? void 0 : left % right;
    case "min":
      return left < right ? left : right;
    case "max":
      return left > right ? left : right;
    case "and":
      return left & right;
    case "or":
      return left | right;
    case "xor":
      return left ^ right;
    case "shl":
      return left << BigInt.asUintN(6, right);
    case "shr":
      return left >> BigInt.asUintN(6, right);
    case "copysign":
      return void 0;
  }
}
function foldCompare(relation, left, right) {
  switch (relation) {
    case "lt":
      return left < right;
    case "le":
      return left <= right;
    case "gt":
      return left > right;
    case "ge":
      return left >= right;
    case "eq":
      return left === right;
    case "ne":
      return left !== right;
  }
}
function foldConvert(mode, to, operand2) {
  const wide = to === "i64" || to === "u64";
  if (mode === "value") {
    if (typeof operand2 === "boolean") return wide ? BigInt(operand2) : Number(operand2);
    if (wide) return BigInt(operand2);
    if (to === "f32" && typeof operand2 === "bigint" && BigInt.asIntN(53, operand2) !== operand2) return void 0;
    return fit(to, Number(operand2));
  }
  if (mode === "exact") {
    if (typeof operand2 !== "number" || !Number.isInteger(operand2)) return void 0;
    const exact2 = wide ? BigInt(operand2) : operand2 + 0;
    return fit(to, exact2) === exact2 ? exact2 : void 0;
  }
  if (typeof operand2 === "boolean") return void 0;
  if (wide) return fit(to, BigInt(operand2));
  return fit(to, typeof operand2 === "bigint" ? Number(BigInt.asIntN(32, operand2)) : operand2);
}
function foldCall(callee, values2) {
  const [first, second] = values2;
  switch (callee) {
    case "round":
      return Math.round(first);
    case "sign":
      return Math.sign(first);
    case "clz32":
      return Math.clz32(first);
    case "imul":
      return Math.imul(first, second);
    case "fround":
      return Math.fround(first);
    default:
      return void 0;
  }
}
var bits;
var init_fold = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/fold.ts"() {
    "use strict";
    bits = new DataView(new ArrayBuffer(8));
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/logic.ts
function rewriteCompare(operation, rewriter) {
  const { relation, left, right, result: result2 } = operation;
  const known2 = constantOf(rewriter, right);
  if (known2 === void 0 && constantOf(rewriter, left) !== void 0) {
    return { operation: { ...operation, relation: mirrored3[relation], left: right, right: left } };
  }
  if (left === right) {
    if (relation === "lt" || relation === "gt") return { value: rewriter.constant("bool", false) };
    return isFloat(left.type) ? void 0 : { value: rewriter.constant("bool", relation !== "ne") };
  }
  const sense = relation === "eq" ? true : relation === "ne" ? false : void 0;
  if (sense === void 0 || known2 === void 0) return void 0;
  if (left.type === "bool") return truth(left, known2 === sense, result2);
  const inner = rewriter.definition(left);
  if (inner?.kind === "convert" && inner.operand.type === "bool" && (Number(known2) === 0 || Number(known2) === 1)) {
    return truth(inner.operand, Number(known2) === 1 === sense, result2);
  }
  return void 0;
}
function truth(condition, positive, result2) {
  return positive ? { value: condition } : { operation: { kind: "unary", operator: "not", operand: condition, result: result2 } };
}
function rewriteSelect(operation, rewriter) {
  const { condition, whenTrue, whenFalse, result: result2 } = operation;
  if (whenTrue === whenFalse) return { value: whenTrue };
  const known2 = constantOf(rewriter, condition);
  if (known2 !== void 0) return { value: known2 ? whenTrue : whenFalse };
  const inner = rewriter.definition(condition);
  if (inner?.kind === "unary" && inner.operator === "not") {
    return { operation: { ...operation, condition: inner.operand, whenTrue: whenFalse, whenFalse: whenTrue } };
  }
  if (result2.type !== "bool") return void 0;
  const [first, second] = [constantOf(rewriter, whenTrue), constantOf(rewriter, whenFalse)];
  if (first === true && second === false) return { value: condition };
  if (first === false && second === true) return { operation: { kind: "unary", operator: "not", operand: condition, result: result2 } };
  if (second === false || whenFalse === condition) return { operation: { kind: "binary", operator: "and", left: condition, right: whenTrue, result: result2 } };
  if (first === true || whenTrue === condition) return { operation: { kind: "binary", operator: "or", left: condition, right: whenFalse, result: result2 } };
  return void 0;
}
function rewriteConvert(operation, rewriter) {
  const { mode, operand: operand2 } = operation;
  const inner = rewriter.definition(operand2);
  if (mode === "wrap" && inner?.kind === "unary" && inner.operator === "trunc") return { operation: { ...operation, operand: inner.operand } };
  if (inner?.kind !== "convert") return void 0;
  const through = throughConversion(operation, inner, rewriter);
  if (through === void 0) return void 0;
  if (inner.operand.type === operation.result.type) return { value: inner.operand };
  return { operation: { ...operation, mode: through, operand: inner.operand } };
}
function throughConversion(outer, inner, rewriter) {
  const { operand: source } = inner;
  const [from, middle, to] = [source.type, inner.result.type, outer.result.type];
  if (from === "bool") return "value";
  if (outer.mode === "value") {
    if (inner.mode === "exact") return from === to && neverNegativeZero(rewriter, source) ? "value" : void 0;
    if (inner.mode !== "value") return void 0;
    return widens(from, middle) && (isFloat(to) || from === to) ? "value" : void 0;
  }
  if (isInteger(middle)) {
    const modular = inner.mode === "wrap" || inner.mode === "value" && isInteger(from);
    return modular && outer.mode === "wrap" && widthOf(middle) >= widthOf(to) ? "wrap" : void 0;
  }
  if (inner.mode !== "value" || !widens(from, middle)) return void 0;
  if (isFloat(from)) return outer.mode;
  return widens(from, to) ? "value" : "wrap";
}
function widens(from, to) {
  switch (to) {
    case "f64":
      return from === "f32" || from === "i32" || from === "u32";
    case "i64":
      return from === "i32" || from === "u32";
    case "u64":
      return from === "u32";
    default:
      return false;
  }
}
var mirrored3;
var init_logic = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/logic.ts"() {
    "use strict";
    init_vocabulary();
    init_facts2();
    init_rewriter();
    mirrored3 = { eq: "eq", ne: "ne", lt: "gt", gt: "lt", le: "ge", ge: "le" };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/rewrite.ts
function rewriteOperation(operation, rewriter) {
  const folded = foldOperation(operation, (value) => constantOf(rewriter, value));
  if (folded !== void 0) return { operation: { kind: "const", result: operation.result, value: folded } };
  switch (operation.kind) {
    case "unary":
      return rewriteUnary(operation, rewriter);
    case "binary":
      return rewriteBinary(operation, rewriter);
    case "compare":
      return rewriteCompare(operation, rewriter);
    case "select":
      return rewriteSelect(operation, rewriter);
    case "convert":
      return rewriteConvert(operation, rewriter);
    default:
      return void 0;
  }
}
var init_rewrite = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/rewrite.ts"() {
    "use strict";
    init_arithmetic2();
    init_fold();
    init_logic();
    init_rewriter();
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/scopes.ts
var Scopes;
var init_scopes = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/scopes.ts"() {
    "use strict";
    init_walk();
    Scopes = class {
      stack = [];
      table = /* @__PURE__ */ new Map();
      depths = /* @__PURE__ */ new Map();
      get current() {
        return this.stack[this.stack.length - 1];
      }
      parent(scope) {
        return this.stack[scope.depth - 1];
      }
      open(kind, parameters, counted) {
        const scope = { kind, depth: this.stack.length, operations: [], keys: [], ...counted && { counted } };
        this.stack.push(scope);
        for (const parameter of parameters) this.depths.set(parameter, scope.depth);
        return scope;
      }
      close() {
        const scope = this.stack.pop();
        for (const key2 of scope.keys) this.table.delete(key2);
        return scope;
      }
      /** Does something as if `scope` were the innermost block and had been read up to the loop that is being read now. */
      within(scope, action) {
        const inner = this.stack;
        this.stack = inner.slice(0, scope.depth + 1);
        try {
          return action();
        } finally {
          this.stack = inner;
        }
      }
      depthOf(value) {
        return this.depths.get(value) ?? 0;
      }
      append(operation, scope = this.current) {
        scope.operations.push(operation);
        for (const value of results(operation)) this.depths.set(value, scope.depth);
      }
      lookup(key2) {
        return this.table.get(key2);
      }
      remember(key2, value, scope = this.current) {
        this.table.set(key2, value);
        scope.keys.push(key2);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify/walker.ts
var SELECT_LIMIT, Walker;
var init_walker = __esm({
  "../../work/main/packages/compiler/src/passes/simplify/walker.ts"() {
    "use strict";
    init_vocabulary();
    init_walk();
    init_effects();
    init_keys();
    init_memory();
    init_rewriter();
    init_rewrite();
    init_scopes();
    SELECT_LIMIT = 8;
    Walker = class {
      changed = false;
      region;
      replaced = /* @__PURE__ */ new Map();
      definitions = /* @__PURE__ */ new Map();
      scopes = new Scopes();
      memory;
      versions = /* @__PURE__ */ new Map();
      lastVersion = 0;
      constructor(region3) {
        this.region = region3;
        this.memory = new Memory(region3);
      }
      walk() {
        const { region: region3 } = this;
        this.scopes = new Scopes();
        this.memory = new Memory(region3);
        this.versions = /* @__PURE__ */ new Map();
        this.lastVersion = 0;
        this.changed = false;
        const prologue = this.scopes.open("base", region3.scalars.map((scalar) => scalar.value));
        for (const operation of region3.prologue.operations) this.visit(operation);
        region3.prologue.operations = prologue.operations;
        for (const guard of region3.guards) guard.condition = this.resolve(guard.condition);
        if (region3.work) region3.work = this.resolve(region3.work);
        this.block(region3.body, "base", []);
      }
      definition(value) {
        return this.definitions.get(value);
      }
      constant(type, value) {
        return this.create(type, (result2) => ({ kind: "const", result: result2, value }));
      }
      create(type, make3) {
        const result2 = { id: this.region.nextValue++, type };
        this.pure(make3(result2));
        return this.resolve(result2);
      }
      resolve = (value) => {
        const direct = this.replaced.get(value);
        if (direct === void 0) return value;
        const final = this.resolve(direct);
        this.replaced.set(value, final);
        return final;
      };
      replace(value, by) {
        if (this.replaced.has(value)) return;
        this.replaced.set(value, by);
        this.changed = true;
      }
      block(block, kind, parameters, counted) {
        const scope = this.scopes.open(kind, parameters, counted);
        for (const operation of block.operations) this.visit(operation);
        block.operations = scope.operations;
        block.yields = block.yields.map(this.resolve);
        this.scopes.close();
      }
      append(operation, scope) {
        this.scopes.append(operation, scope);
        if ("result" in operation) this.definitions.set(operation.result, operation);
      }
      visit(operation) {
        substituteOperands(operation, this.resolve);
        switch (operation.kind) {
          case "const":
          case "unary":
          case "binary":
          case "compare":
          case "select":
          case "convert":
          case "call":
          case "length":
            return this.pure(operation);
          case "load":
            return this.load(operation);
          case "store":
            return this.store(operation);
          case "if":
            return this.branch(operation);
          case "for":
          case "while":
          case "loop":
          case "parfor":
            return this.loop(operation);
          case "single":
            this.block(operation.body, "branch", []);
            return this.finish(operation);
          case "barrier":
          case "allreduce":
          case "rankrange":
            return this.finish(operation);
        }
      }
      /** Appends an operation that may have stored something. */
      finish(operation) {
        this.append(operation);
        this.forget(this.memory.changedInside(operation));
      }
      forget(arrays) {
        for (const array of arrays) this.versions.set(array, ++this.lastVersion);
      }
      pure(operation) {
        let current = operation;
        for (; ; ) {
          const rewrite = rewriteOperation(current, this);
          if (!rewrite) break;
          if ("value" in rewrite) return this.replace(operation.result, rewrite.value);
          this.changed = true;
          current = rewrite.operation;
        }
        const key2 = keyOf3(current);
        const known2 = this.scopes.lookup(key2);
        if (known2) return this.replace(current.result, known2);
        const scope = this.invariantScope(current);
        if (scope !== this.scopes.current) this.changed = true;
        this.append(current, scope);
        this.scopes.remember(key2, current.result, scope);
      }
      /** The block before the outermost loop in which the operation does not change. Branches are left only on the way out of a loop. */
      invariantScope(operation) {
        const { current } = this.scopes;
        if (!isSpeculable(operation)) return current;
        const depth = Math.max(0, ...operands(operation).map((value) => this.scopes.depthOf(value)));
        let best = current;
        for (let scope = current; scope.depth > depth && scope.kind !== "base"; scope = this.scopes.parent(scope)) {
          if (scope.kind === "loop") best = this.scopes.parent(scope);
        }
        return best;
      }
      load(operation) {
        const key2 = loadKey(operation, operation.result.type, this.versions.get(operation.array) ?? 0);
        const known2 = this.scopes.lookup(key2);
        if (known2) return this.replace(operation.result, known2);
        const scope = this.placeLoad(operation);
        this.scopes.remember(key2, this.resolve(operation.result), scope);
      }
      /**
       * Puts a load that is the same on every trip before the loop, and returns the block where its result is the load's. `guarded` promises that
       * the index is in range when the load is executed, and a loop without trips never executes it: such a load goes behind a test of the trips.
       */
      placeLoad(operation) {
        const { scopes } = this;
        const { target, uncertain } = this.invariantLoad(operation);
        if (target !== scopes.current) this.changed = true;
        if (uncertain.length === 0) {
          this.append(operation, target);
          return target;
        }
        const key2 = hoistedKey(operation, operation.result.type, this.versions.get(operation.array) ?? 0, uncertain);
        const known2 = scopes.lookup(key2);
        if (known2) this.replace(operation.result, known2);
        else {
          scopes.within(target, () => this.appendConditionalLoad(operation, uncertain));
          scopes.remember(key2, operation.result, target);
        }
        return scopes.current;
      }
      /** Where a load may go, and the trip counts that must be positive for it to be executed. */
      invariantLoad(operation) {
        const { scopes } = this;
        let target = scopes.current;
        const uncertain = [];
        if (operation.bounds !== "guarded") return { target, uncertain };
        while (target.counted && target.depth > scopes.depthOf(operation.index)) {
          const { counted } = target;
          if (this.memory.changedInside(counted).includes(operation.array)) break;
          const outer = scopes.parent(target);
          if (uncertain.some((value) => scopes.depthOf(value) > outer.depth)) break;
          const trips = counted.kind === "loop" ? [counted.trips] : counted.dimensions.map((dimension) => dimension.trips);
          uncertain.push(...trips.filter((value) => !(Number(constantOf(this, value)) > 0)));
          target = outer;
        }
        return { target, uncertain };
      }
      appendConditionalLoad(operation, trips) {
        const { type } = operation.result;
        const zero = this.constant("i32", 0);
        const condition = trips.map((right) => this.create("bool", (result2) => ({ kind: "compare", relation: "gt", left: right, right: zero, result: result2 }))).reduce((left, right) => this.create("bool", (result2) => ({ kind: "binary", operator: "and", left, right, result: result2 })));
        const otherwise = this.constant(type, type === "i64" || type === "u64" ? 0n : 0);
        const inner = { ...operation, result: { id: this.region.nextValue++, type } };
        this.append({
          kind: "if",
          results: [operation.result],
          condition,
          then: { operations: [inner], yields: [inner.result] },
          else: { operations: [], yields: [otherwise] }
        });
      }
      store(operation) {
        const { array, index, value, bounds: bounds2 } = operation;
        this.finish(operation);
        const { element: element2 } = array;
        const keepsValue = element2 === "f64" || element2 === "f32" || element2 === "i32" || element2 === "u32" || element2 === "i64" || element2 === "u64";
        if (bounds2 === "guarded" && keepsValue && value.type === nativeType(element2)) {
          this.scopes.remember(loadKey({ array, index, bounds: bounds2 }, value.type, this.versions.get(array)), value);
        }
      }
      branch(operation) {
        const known2 = constantOf(this, operation.condition);
        if (known2 !== void 0) return this.splice(known2 ? operation.then : operation.else, operation.results);
        const inner = this.definition(operation.condition);
        const bothSides = operation.results.length > 0 || operation.else.operations.length > 0;
        if (bothSides && inner?.kind === "unary" && inner.operator === "not") {
          this.changed = true;
          operation.condition = inner.operand;
          const { then: then2 } = operation;
          operation.then = operation.else;
          operation.else = then2;
        }
        const before = new Map(this.versions);
        this.block(operation.then, "branch", []);
        this.versions = new Map(before);
        this.block(operation.else, "branch", []);
        this.versions = before;
        this.mergeResults(operation);
        const { then, results: results2 } = operation;
        if (results2.length === 0 && then.operations.length === 0 && operation.else.operations.length === 0) {
          this.changed = true;
          return;
        }
        if (results2.length > 0 && this.isCheap(operation)) return this.select(operation);
        this.finish(operation);
      }
      /** Puts a block's operations in the place of the operation that owned it. */
      splice(block, resultValues) {
        this.changed = true;
        for (const inner of block.operations) this.visit(inner);
        resultValues.forEach((value, index) => this.replace(value, this.resolve(block.yields[index])));
      }
      /** Drops results that both branches agree on, and results that are always equal. */
      mergeResults(operation) {
        const seen = /* @__PURE__ */ new Map();
        const kept = [];
        operation.results.forEach((result2, index) => {
          const [first, second] = [operation.then.yields[index], operation.else.yields[index]];
          const key2 = `${first.id} ${second.id}`;
          const equal = first === second ? first : seen.get(key2);
          if (equal) return this.replace(result2, equal);
          seen.set(key2, result2);
          kept.push(index);
        });
        if (kept.length === operation.results.length) return;
        operation.results = kept.map((index) => operation.results[index]);
        for (const block of [operation.then, operation.else]) block.yields = kept.map((index) => block.yields[index]);
      }
      isCheap(operation) {
        let cost = operation.results.length;
        for (const inner of [...operation.then.operations, ...operation.else.operations]) {
          cost += speculationCost(inner) ?? Infinity;
          if (cost > SELECT_LIMIT) return false;
        }
        return true;
      }
      select(operation) {
        this.changed = true;
        const { condition, then, else: otherwise } = operation;
        for (const inner of [...then.operations, ...otherwise.operations]) this.visit(inner);
        operation.results.forEach((result2, index) => {
          this.pure({ kind: "select", result: result2, condition, whenTrue: this.resolve(then.yields[index]), whenFalse: this.resolve(otherwise.yields[index]) });
        });
      }
      loop(operation) {
        const changedInside = this.memory.changedInside(operation);
        const parameters = blockParameters(operation);
        operation.carried.forEach((one2, index) => this.forwardCarried(operation, one2, index));
        this.forget(changedInside);
        if (operation.kind === "while") this.block(operation.condition, "loop", parameters);
        this.block(operation.body, "loop", parameters, operation.kind === "loop" || operation.kind === "parfor" ? operation : void 0);
        operation.carried.forEach((one2, index) => this.forwardCarried(operation, one2, index));
        if (operation.kind === "parfor") substituteOperands(operation, this.resolve);
        this.finish(operation);
      }
      /** What every trip hands on unchanged is what came in. */
      forwardCarried(operation, one2, index) {
        const next = this.resolve(operation.body.yields[index]);
        const initial = this.resolve(one2.initial);
        if (operation.kind === "parfor") {
          if (next === one2.parameter) this.replace(operation.results[index], initial);
          return;
        }
        if (next !== one2.parameter && next !== initial) return;
        this.replace(one2.parameter, initial);
        this.replace(operation.results[index], initial);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/simplify.ts
function removeSettledGuards(region3, walker) {
  const seen = /* @__PURE__ */ new Set();
  region3.guards = region3.guards.filter(({ condition }) => {
    const definition = walker.definition(condition);
    if (definition?.kind === "const" && definition.value === true || seen.has(condition)) {
      walker.changed = true;
      return false;
    }
    seen.add(condition);
    return true;
  });
}
var ROUNDS2, simplify;
var init_simplify = __esm({
  "../../work/main/packages/compiler/src/passes/simplify.ts"() {
    "use strict";
    init_dead();
    init_walker();
    ROUNDS2 = 20;
    simplify = (region3) => {
      const walker = new Walker(region3);
      for (let round2 = 0; round2 < ROUNDS2; round2++) {
        walker.walk();
        const removed = removeDeadCode(region3);
        removeSettledGuards(region3, walker);
        if (!walker.changed && !removed) return;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/specialise.ts
var specialise;
var init_specialise = __esm({
  "../../work/main/packages/compiler/src/passes/specialise.ts"() {
    "use strict";
    specialise = (region3, { options }) => {
      for (const array of region3.arrays) {
        const element2 = options.elements?.[array.name];
        if (array.element === "num" && element2 !== void 0) array.element = element2;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/subscripts/accesses.ts
function accessesOf(region3) {
  const nest = { accesses: [], depths: /* @__PURE__ */ new Map() };
  visit2(region3.body, [], false, nest);
  return nest;
}
function visit2(block, trips, conditional2, nest) {
  const inside2 = (body, own2) => {
    own2.forEach((trip, index) => nest.depths.set(trip, trips.length + index));
    visit2(body, [...trips, ...own2], conditional2, nest);
  };
  for (const operation of block.operations) {
    switch (operation.kind) {
      case "load":
      case "store":
        nest.accesses.push({ operation, block, trips, conditional: conditional2 });
        break;
      case "if":
        visit2(operation.then, trips, true, nest);
        visit2(operation.else, trips, true, nest);
        break;
      case "while":
        visit2(operation.condition, trips, conditional2, nest);
        visit2(operation.body, trips, true, nest);
        break;
      case "loop":
        inside2(operation.body, [operation.trip]);
        break;
      case "parfor":
        inside2(operation.body, operation.dimensions.map((dimension) => dimension.trip));
        break;
      case "single":
        visit2(operation.body, trips, conditional2, nest);
        break;
      case "for":
        throw new Error("subscripts: a `for` is left");
      case "const":
      case "unary":
      case "binary":
      case "compare":
      case "select":
      case "convert":
      case "call":
      case "length":
      case "barrier":
      case "allreduce":
      case "rankrange":
        break;
      default:
        assertExhaustive(operation, "subscripts");
    }
  }
}
var init_accesses2 = __esm({
  "../../work/main/packages/compiler/src/passes/subscripts/accesses.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/passes/subscripts/exactness.ts
var isArithmetic, Exactness;
var init_exactness = __esm({
  "../../work/main/packages/compiler/src/passes/subscripts/exactness.ts"() {
    "use strict";
    init_polynomial();
    init_float();
    init_range();
    init_symbolic();
    isArithmetic = (operation) => operation?.kind === "binary" && ["add", "sub", "mul", "shl"].includes(operation.operator);
    Exactness = class {
      facts;
      ranges;
      prover;
      constructor(facts, ranges, prover) {
        this.facts = facts;
        this.ranges = ranges;
        this.prover = prover;
      }
      of(value) {
        const conditions = [];
        const isProved = this.visit(value, conditions);
        if (!isProved) conditions.push(this.small(value));
        return all2(...conditions);
      }
      small(value) {
        return less(this.size(value), value.type === "i32" ? INT32_MAX + 1 : EXACT2);
      }
      /**
       * True if ranges prove it for everything in `value`; else the caller has to ask for the size of the whole, which bounds that of its parts
       * (a part that is multiplied by 0 may be anything). What else is needed goes to `conditions`.
       */
      visit(value, conditions) {
        const definition = this.facts.definitions.get(value);
        if (value.type !== "f64" && value.type !== "i32" && value.type !== "u32") {
          conditions.push(false);
          return true;
        }
        if (isArithmetic(definition)) {
          const proved = [definition.left, definition.right].map((operand2) => this.visit(operand2, conditions));
          return proved.every(Boolean) && this.fits(definition);
        }
        switch (definition?.kind) {
          case "const":
            conditions.push(Number.isSafeInteger(definition.value));
            return true;
          case "unary":
            if (definition.operator === "neg") return this.visit(definition.operand, conditions) && value.type !== "i32";
            break;
          case "convert":
            if (definition.operand.type === "bool") return true;
            if (definition.mode === "wrap") break;
            if (!this.visit(definition.operand, conditions)) conditions.push(this.small(definition.operand));
            return true;
          case "binary":
            if (definition.operator === "rem" && value.type === "f64") return this.remainder(definition, conditions);
            break;
          default:
        }
        conditions.push(this.atom(value));
        return true;
      }
      fits({ operator, left, right, result: result2 }) {
        if (operator === "shl") return false;
        const range = floatBinary(operator, this.ranges.of(left), this.ranges.of(right));
        return result2.type === "i32" ? isInt32(range) : result2.type === "f64" && isExactInteger(range);
      }
      atom(value) {
        if (isExactInteger(this.ranges.of(value))) return true;
        if (!this.facts.isEarly(value)) return false;
        const known2 = known(value);
        return all2(isInteger2(known2), less(abs(known2), EXACT2));
      }
      /** For a divisor of at least 1, and both in i32, where it is computed later. */
      remainder({ left, right }, conditions) {
        for (const operand2 of [left, right]) {
          const isProved = this.visit(operand2, conditions) && isInt32(this.ranges.of(operand2));
          if (!isProved) conditions.push(lessOrEqual(this.size(operand2), INT32_MAX));
        }
        conditions.push(this.prover.nonNegative(this.prover.polynomial(right).minus(Polynomial.constant(1))));
        return true;
      }
      /** An upper bound of the size, in any trip. */
      size(value) {
        const definition = this.facts.definitions.get(value);
        const range = this.ranges.of(value);
        const numeric = isExactInteger(range) ? magnitude(range) : Infinity;
        const trips = this.facts.extents.get(value);
        if (trips) return min(numeric, this.size(trips));
        if (this.facts.isEarly(value) && !isArithmetic(definition)) return definition?.kind === "const" ? numeric : abs(known(value));
        switch (definition?.kind) {
          case "convert":
            return definition.operand.type === "bool" ? 1 : min(numeric, this.size(definition.operand));
          case "unary":
            if (definition.operator === "neg") return this.size(definition.operand);
            return ["floor", "ceil", "trunc"].includes(definition.operator) ? min(numeric, add(this.size(definition.operand), 1)) : numeric;
          case "select":
            return max(this.size(definition.whenTrue), this.size(definition.whenFalse));
          case "binary":
            return this.sizeOf(definition, numeric);
          default:
            return numeric;
        }
      }
      sizeOf(operation, numeric) {
        const { operator } = operation;
        if (!isArithmetic(operation) && operator !== "min" && operator !== "max" && operator !== "div") return numeric;
        const constant = this.facts.definitions.get(operation.right);
        const right = constant?.kind === "const" ? Math.abs(Number(constant.value)) : this.size(operation.right);
        const left = this.size(operation.left);
        switch (operator) {
          case "add":
          case "sub":
            return add(left, right);
          case "mul":
            return mul(left, right);
          case "shl":
            return typeof right === "number" ? mul(left, 2 ** right) : Infinity;
          case "div":
            return typeof right === "number" && right >= 1 ? left : numeric;
          default:
            return max(left, right);
        }
      }
      /** The value modulo 2^32 as i32 arithmetic; `of` says when that is the value. */
      toInt32(value, builder, known2) {
        const found = known2.get(value);
        if (found) return found;
        const made = this.make(value, builder, (operand2) => this.toInt32(operand2, builder, known2));
        known2.set(value, made);
        return made;
      }
      make(value, builder, convert2) {
        if (value.type === "i32") return value;
        if (value.type === "u32") return builder.convert("wrap", "i32", value);
        const definition = this.facts.definitions.get(value);
        switch (definition?.kind) {
          case "const":
            return builder.i32(definition.value | 0);
          case "convert":
            if (definition.operand.type === "bool") return builder.convert("value", "i32", definition.operand);
            if (definition.operand.type === "i32" || definition.operand.type === "u32") return convert2(definition.operand);
            break;
          case "unary":
            if (definition.operator === "neg") return builder.unary("neg", convert2(definition.operand));
            break;
          case "binary":
            switch (definition.operator) {
              case "add":
              case "sub":
              case "mul":
              case "rem":
                return builder.binary(definition.operator, convert2(definition.left), convert2(definition.right));
              default:
            }
            break;
          default:
        }
        return builder.convert(isInt32(this.ranges.of(value)) ? "exact" : "wrap", "i32", value);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/subscripts/prover.ts
function loneAtom(polynomial) {
  const [term, another] = polynomial.terms.values();
  return term && !another && term.coefficient === 1 && term.factors.length === 1 ? term.factors[0] : void 0;
}
var BUDGET, one, two, Prover;
var init_prover = __esm({
  "../../work/main/packages/compiler/src/passes/subscripts/prover.ts"() {
    "use strict";
    init_polynomial();
    init_float();
    init_range();
    init_symbolic();
    BUDGET = 200;
    one = Polynomial.constant(1);
    two = Polynomial.constant(2);
    Prover = class {
      facts;
      ranges;
      /** Nesting depth by trip. */
      depths;
      budget = 0;
      /** Polynomials that are not negative. */
      given = [];
      constructor(facts, ranges, depths) {
        this.facts = facts;
        this.ranges = ranges;
        this.depths = depths;
      }
      /** `trips`: of loops around, all of which make at least one if it matters. */
      nonNegative(polynomial, trips = []) {
        this.budget = BUDGET;
        this.given = trips.map((trip) => this.counted(this.facts.extents.get(trip)).minus(one));
        return this.prove(polynomial);
      }
      /** By ranges, or because it is at least the last trip of a loop. */
      isNonNegative(polynomial) {
        const isPositive = (range) => range.lo >= 0 && !range.mayBeNaN;
        return isPositive(this.range(polynomial)) || this.given.some((last2) => isPositive(this.range(polynomial.minus(last2))) || isPositive(this.range(polynomial.minus(last2.times(two)))));
      }
      polynomial(value) {
        return polynomialOf(value, this.facts.definitions);
      }
      prove(polynomial) {
        const { constant } = polynomial;
        if (constant !== void 0) return constant >= 0;
        if (this.isNonNegative(polynomial)) return true;
        if (this.range(polynomial).hi < 0 || this.budget-- <= 0) return false;
        const atom = this.nextAtom(polynomial);
        if (!atom) return this.leaf(polynomial);
        const split = polynomial.linearIn(atom);
        if (!split) return false;
        const { coefficient, rest } = split;
        const [isPositive, isNegative] = [this.isNonNegative(coefficient), this.isNonNegative(Polynomial.zero.minus(coefficient))];
        if (this.depths.has(atom)) {
          const first = () => this.prove(rest);
          const last2 = () => this.prove(rest.plus(this.atLastTrip(coefficient, atom)));
          if (isPositive) return first();
          return isNegative ? last2() : all2(first(), last2());
        }
        const at = (bound2) => this.prove(rest.plus(coefficient.times(bound2)));
        if (isPositive) return this.bounded(atom, "lower", at);
        return isNegative ? this.bounded(atom, "upper", at) : false;
      }
      /** Inner trips first, since their last trip may depend on outer ones; then what is computed from trips. */
      nextAtom(polynomial) {
        const open = [...polynomial.atoms()].filter((atom) => !this.facts.isEarly(atom));
        const others = open.filter((atom) => !this.depths.has(atom));
        const trips = open.filter((atom) => this.depths.has(atom)).sort((a, b) => this.depths.get(b) - this.depths.get(a));
        return others.sort((a, b) => b.id - a.id)[0] ?? trips[0];
      }
      /** coefficient · (trips − 1), or more where trips is a quotient that was rounded up. */
      atLastTrip(coefficient, trip) {
        const trips = this.facts.extents.get(trip);
        const counted = this.counted(trips);
        const quotient3 = this.quotient(counted);
        if (quotient3 && [...coefficient.terms.values()].every((term) => term.coefficient % quotient3.divisor === 0)) {
          const times2 = Polynomial.of([...coefficient.terms.values()].map((term) => ({ ...term, coefficient: term.coefficient / quotient3.divisor })));
          return times2.times(quotient3.distance.minus(one));
        }
        return coefficient.times(counted.minus(one));
      }
      /** A number of trips without the test for fewer than none. */
      counted(trips) {
        const polynomial = this.polynomial(trips);
        const atom = loneAtom(polynomial);
        const definition = atom && this.facts.definitions.get(atom);
        if (definition?.kind === "binary" && definition.operator === "max" && this.polynomial(definition.right).constant === 0) return this.polynomial(definition.left);
        if (definition?.kind === "select" && this.polynomial(definition.whenFalse).constant === 0) {
          const test = this.facts.definitions.get(definition.condition);
          const isPositive = test?.kind === "compare" && test.relation === "gt" && test.left === definition.whenTrue && this.polynomial(test.right).constant === 0;
          if (isPositive) return this.polynomial(definition.whenTrue);
        }
        return polynomial;
      }
      quotient(trips) {
        const ceiling = this.definitionOfLone(trips);
        const division = ceiling?.kind === "unary" && ceiling.operator === "ceil" ? this.facts.definitions.get(ceiling.operand) : void 0;
        if (division?.kind !== "binary") return void 0;
        const constant = this.facts.definitions.get(division.right);
        if (constant?.kind !== "const" || typeof constant.value !== "number") return void 0;
        const divisor = division.operator === "div" ? constant.value : division.operator === "mul" ? 1 / constant.value : 0;
        return Number.isSafeInteger(divisor) && divisor > 0 ? { distance: this.polynomial(division.left), divisor } : void 0;
      }
      definitionOfLone(polynomial) {
        const atom = loneAtom(polynomial);
        return atom && this.facts.definitions.get(atom);
      }
      /** Puts a bound in the place of a value that is no trip and not known on entry. */
      bounded(atom, side, at) {
        const range = this.ranges.of(atom);
        const number4 = side === "lower" ? range.lo : range.hi;
        const known2 = isExactInteger(range) ? at(Polynomial.constant(number4)) : false;
        if (known2 === true) return true;
        const definition = this.facts.definitions.get(atom);
        switch (definition?.kind) {
          case "binary": {
            const { operator } = definition;
            if (operator === "rem") return this.remainder(definition.left, definition.right, side, at);
            if (operator !== "min" && operator !== "max") return false;
            const sides = [at(this.polynomial(definition.left)), at(this.polynomial(definition.right))];
            return operator === "min" === (side === "upper") ? any(...sides) : all2(...sides);
          }
          case "select":
            return all2(at(this.polynomial(definition.whenTrue)), at(this.polynomial(definition.whenFalse)));
          default:
            return false;
        }
      }
      /** x % y for y ≥ 1 is at most y − 1 and, for x ≥ 0, at least 0. */
      remainder(dividend, divisor, side, at) {
        const by = this.polynomial(divisor);
        const isPositive = this.prove(by.minus(one));
        if (side === "upper") return all2(isPositive, at(by.minus(one)));
        return any(
          all2(this.prove(this.polynomial(dividend)), at(Polynomial.zero)),
          all2(isPositive, at(one.minus(by)))
        );
      }
      /** Only what is known on entry is left. */
      leaf(polynomial) {
        const terms = [...polynomial.terms.values()];
        const value = ({ coefficient, factors }) => factors.map((factor) => known(factor)).reduce(mul, Math.abs(coefficient));
        const side = (positive) => terms.filter((term) => term.coefficient > 0 === positive).map(value).reduce(add, 0);
        const holds = lessOrEqual(side(false), side(true));
        const sizes2 = terms.map((term) => this.range(Polynomial.of([term]))).map(magnitude).reduce((sum2, size) => sum2 + size, 0);
        if (sizes2 < EXACT2) return holds;
        return all2(holds, less(terms.map((term) => abs(value(term))).reduce(add, 0), EXACT2));
      }
      range(polynomial) {
        let sum2 = integers(0, 0);
        for (const { coefficient, factors } of polynomial.terms.values()) {
          const term = factors.reduce((product4, factor) => floatBinary("mul", product4, this.ranges.of(factor)), integers(coefficient, coefficient));
          sum2 = floatBinary("add", sum2, term);
        }
        return sum2;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/subscripts.ts
function footprint(group) {
  return group.key;
}
function appendLength(region3, array) {
  const operation = { kind: "length", result: { id: region3.nextValue++, type: "i32" }, array };
  region3.prologue.operations.push(operation);
  return operation.result;
}
function refuseStrict(region3, context) {
  for (const { operation } of accessesOf(region3).accesses) {
    if (operation.bounds !== "strict") continue;
    const { array, location } = operation;
    context.refused = {
      code: "PF308",
      severity: "warning",
      message: `This read of '${array.name}' could be undefined, and the program would see it.`,
      cause: "Its subscript is not known to be in range, and a kernel has numbers only.",
      cure: `Keep the subscript between 0 and ${array.name}.length by the bounds of the loop, or compare the element with a number.`,
      ...location && { location }
    };
    return;
  }
}
var ROUNDS3, subscripts, Round;
var init_subscripts2 = __esm({
  "../../work/main/packages/compiler/src/passes/subscripts.ts"() {
    "use strict";
    init_facts();
    init_polynomial();
    init_ranges();
    init_symbolic();
    init_builder();
    init_walk();
    init_accesses2();
    init_exactness();
    init_prover();
    ROUNDS3 = 3;
    subscripts = (region3, context) => {
      for (let round2 = 0; round2 < ROUNDS3; round2++) if (!new Round(region3).run()) break;
      refuseStrict(region3, context);
    };
    Round = class {
      region;
      facts;
      prover;
      exactness;
      accesses;
      lengths = /* @__PURE__ */ new Map();
      accepted = /* @__PURE__ */ new Map();
      constructor(region3) {
        this.region = region3;
        forEachRegionOperation(region3, (operation) => {
          if (operation.kind === "length" && !this.lengths.has(operation.array)) this.lengths.set(operation.array, operation.result);
        });
        for (const array of region3.arrays) if (!this.lengths.has(array)) this.lengths.set(array, appendLength(region3, array));
        const { accesses, depths } = accessesOf(region3);
        this.accesses = accesses.filter(({ operation }) => operation.bounds !== "guarded");
        this.facts = new Facts(region3);
        const ranges = analyseRanges(region3);
        this.prover = new Prover(this.facts, ranges, depths);
        this.exactness = new Exactness(this.facts, ranges, this.prover);
      }
      /** True if accesses were guarded, so that another round may find more. */
      run() {
        const unconditional = this.groups(this.accesses.filter(({ conditional: conditional2, operation }) => !conditional2 || operation.bounds === "strict"));
        for (const array of this.region.arrays) this.guard(array, unconditional.filter((group) => group.array === array));
        const footprints = new Map(unconditional.filter((group) => this.accepted.has(group.members[0].access.operation)).map((group) => [footprint(group), group]));
        for (const group of this.groups(this.accesses.filter(({ operation }) => !this.accepted.has(operation)))) this.follow(group, footprints);
        this.rewrite();
        return this.accepted.size > 0;
      }
      groups(accesses) {
        const groups = /* @__PURE__ */ new Map();
        for (const access of accesses) {
          const polynomial = this.prover.polynomial(access.operation.index);
          const exact2 = this.exactness.of(access.operation.index);
          if (exact2 === false) continue;
          const constant = polynomial.constantTerm;
          const moving = polynomial.minus(Polynomial.constant(constant));
          const key2 = [...moving.terms].map(([atoms, { coefficient }]) => `${coefficient}*${atoms}`).sort().join("+");
          const trips = access.trips.map((trip) => trip.id).join();
          const name = `${this.region.arrays.indexOf(access.operation.array)}:${key2}:${trips}`;
          const group = groups.get(name) ?? { array: access.operation.array, moving, key: `${key2}:${trips}`, trips: access.trips, least: constant, greatest: constant, members: [] };
          group.least = Math.min(group.least, constant);
          group.greatest = Math.max(group.greatest, constant);
          group.members.push({ access, constant, exact: exact2 });
          groups.set(name, group);
        }
        return [...groups.values()];
      }
      /** One guard for an array; groups for which there is none stay checked. */
      guard(array, groups) {
        const conditions = [];
        for (const group of groups) {
          const condition2 = all2(this.inRange(group), ...group.members.map((member) => member.exact));
          if (condition2 === false) continue;
          conditions.push(condition2 === true ? true : any(...this.withoutTrips(group), condition2));
          for (const { access } of group.members) this.accepted.set(access.operation, access);
        }
        const condition = all2(...conditions);
        const location = groups.find((group) => this.accepted.has(group.members[0].access.operation))?.members[0].access.operation.location;
        if (condition !== true) this.facts.assume({ condition, reason: `subscripts of '${array.name}' are in range`, ...location && { location } });
      }
      inRange({ array, moving, least, greatest, trips }) {
        const length2 = Polynomial.atom(this.lengths.get(array));
        return all2(
          this.prover.nonNegative(moving.plus(Polynomial.constant(least)), trips),
          this.prover.nonNegative(length2.minus(moving).minus(Polynomial.constant(greatest + 1)), trips)
        );
      }
      /** Conditions of which each means that the accesses are never made. */
      withoutTrips({ trips }) {
        return trips.flatMap((trip) => {
          const count3 = this.facts.extents.get(trip);
          return this.facts.isEarly(count3) ? [lessOrEqual(known(count3), 0)] : [];
        });
      }
      /** Accesses that are not made in every trip. */
      follow(group, footprints) {
        const like = footprints.get(footprint(group));
        const covered = group.members.filter(({ constant }) => like && constant >= like.least && constant <= like.greatest);
        const rest = group.members.filter((member) => !covered.includes(member));
        if (covered.length > 0) {
          const constants3 = covered.map((member) => member.constant);
          this.guard(group.array, [{ ...group, members: covered, least: Math.min(...constants3), greatest: Math.max(...constants3) }]);
        }
        for (const member of rest) {
          const alone = { ...group, members: [member], least: member.constant, greatest: member.constant };
          if (all2(this.inRange(alone), member.exact) === true) this.accepted.set(member.access.operation, member.access);
        }
      }
      rewrite() {
        const blocks2 = new Set([...this.accepted.values()].map((access) => access.block));
        for (const block of blocks2) this.rewriteBlock(block);
      }
      rewriteBlock(block) {
        const builder = new Builder(this.region, { operations: [], yields: [] });
        const known2 = /* @__PURE__ */ new Map();
        for (const operation of block.operations) {
          if ((operation.kind === "load" || operation.kind === "store") && this.accepted.has(operation)) {
            operation.bounds = "guarded";
            operation.index = this.exactness.toInt32(operation.index, builder, known2);
          }
          builder.append(operation);
        }
        block.operations = builder.block.operations;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/team.ts
function contains(block, test) {
  let found = false;
  forEachOperation(block, (operation) => {
    if (test(operation)) found = true;
  });
  return found;
}
function merged(out, operation, pending) {
  const last2 = out[out.length - 1];
  if (last2?.kind !== "single" || pending) return { kind: "single", body: { operations: [operation], yields: [] } };
  out.pop();
  return { kind: "single", body: { operations: [...last2.body.operations, operation], yields: [] } };
}
function team(region3, _context) {
  new Team(region3).block(region3.body, false);
}
var inside, isStore, isLoad, isParfor, Team;
var init_team = __esm({
  "../../work/main/packages/compiler/src/passes/team.ts"() {
    "use strict";
    init_walk();
    inside = (operation, test) => test(operation) || nestedBlocks(operation).some((block) => contains(block, test));
    isStore = ({ kind }) => kind === "store";
    isLoad = ({ kind }) => kind === "load";
    isParfor = ({ kind }) => kind === "parfor";
    Team = class {
      used = /* @__PURE__ */ new Set();
      constructor(region3) {
        const collect = (block) => {
          for (const value of block.yields) this.used.add(value);
          for (const operation of block.operations) {
            for (const value of operands(operation)) this.used.add(value);
            for (const nested2 of nestedBlocks(operation)) collect(nested2);
          }
        };
        collect(region3.body);
      }
      /** `reading`: some thread may still be reading an array outside a parfor. Returns whether that is so at the end. */
      block(block, reading) {
        let pending = reading;
        const out = [];
        const writes = (operation) => {
          if (pending) out.push({ kind: "barrier" });
          out.push(operation);
          pending = false;
        };
        for (const operation of block.operations) {
          if (isParfor(operation)) {
            if (inside(operation, isStore)) writes(operation);
            else {
              out.push(operation);
              pending = false;
            }
          } else if (!inside(operation, isStore) && !inside(operation, isParfor)) {
            out.push(operation);
            pending ||= inside(operation, isLoad);
          } else if (!inside(operation, isParfor) && !results(operation).some((value) => this.used.has(value))) {
            writes(merged(out, operation, pending));
          } else {
            pending = this.nested(operation, pending);
            out.push(operation);
          }
        }
        block.operations = out;
        return pending;
      }
      /** Control flow that all threads follow together, with stores or parfors in it. */
      nested(operation, pending) {
        switch (operation.kind) {
          case "if": {
            const then = this.block(operation.then, pending);
            return this.block(operation.else, pending) || then;
          }
          case "loop": {
            const around = pending || contains(operation.body, isLoad);
            return this.block(operation.body, around) || pending;
          }
          case "while": {
            const around = pending || contains(operation.body, isLoad) || contains(operation.condition, isLoad);
            this.block(operation.body, this.block(operation.condition, around));
            return around;
          }
          default:
            throw new Error(`team: ${operation.kind} around a store`);
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/pipeline.ts
function hasParfor2(region3) {
  const search = (operations) => operations.some((operation) => operation.kind === "parfor" || operation.kind === "loop" && search(operation.body.operations) || operation.kind === "if" && (search(operation.then.operations) || search(operation.else.operations)) || operation.kind === "while" && search(operation.body.operations));
  return search(region3.body.operations);
}
function analyse(region3, options) {
  const run = new Run(region3, options);
  const accepted = run.steps(analysisSteps);
  const { diagnostics, refused: refused2 } = run.context;
  return { run, parallel: accepted && hasParfor2(region3), diagnostics: refused2 && !diagnostics.includes(refused2) ? [...diagnostics, refused2] : diagnostics };
}
function analyseRegion(region3, options = {}) {
  const { parallel: parallel3, diagnostics } = analyse(cloneRegion(region3), options);
  return { parallel: parallel3, diagnostics };
}
function lowerRegion(region3, options = {}) {
  const copy = cloneRegion(region3);
  const { run, parallel: parallel3, diagnostics } = analyse(copy, options);
  if (parallel3) {
    run.steps(loweringSteps);
    verifyRegion(copy, "team", ["for", "strict", "call"]);
  }
  return { parallel: parallel3, diagnostics, region: copy };
}
var analysisSteps, loweringSteps, Run;
var init_pipeline = __esm({
  "../../work/main/packages/compiler/src/pipeline.ts"() {
    "use strict";
    init_clone();
    init_print();
    init_verify();
    init_collapse();
    init_expand_math();
    init_fuse();
    init_gate();
    init_narrow();
    init_normalise();
    init_parallelise();
    init_simplify();
    init_specialise();
    init_subscripts2();
    init_team();
    analysisSteps = [
      { name: "specialise", run: specialise },
      { name: "simplify", run: simplify },
      { name: "normalise", run: normalise2, removes: ["for"] },
      { name: "simplify", run: simplify },
      { name: "parallelise", run: parallelise },
      { name: "collapse", run: collapse },
      { name: "fuse", run: fuse },
      { name: "subscripts", run: subscripts, removes: ["strict"] }
    ];
    loweringSteps = [
      { name: "simplify", run: simplify },
      { name: "gate", run: gate2 },
      { name: "narrow", run: narrow },
      { name: "simplify", run: simplify },
      { name: "expandMath", run: expandMath, removes: ["call"] },
      { name: "simplify", run: simplify },
      { name: "team", run: team }
    ];
    Run = class {
      context;
      absent = [];
      region;
      constructor(region3, options) {
        this.region = region3;
        this.context = { options, diagnostics: [] };
        this.look("lower");
      }
      /** False: a pass refused the region. */
      steps(steps) {
        for (const step of steps) {
          step.run(this.region, this.context);
          if (this.context.refused) return false;
          this.absent.push(...step.removes ?? []);
          this.look(step.name);
        }
        return true;
      }
      look(pass) {
        const { dump: dump2, verify } = this.context.options;
        if (verify || dump2) verifyRegion(this.region, pass, this.absent);
        dump2?.(pass, () => printRegion(this.region));
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/affine.ts
function findAffine(body, trip, varying, constants3) {
  const affine = /* @__PURE__ */ new Map([[trip, { stride: 1 }]]);
  const strideOf = (value) => varying.has(value) ? affine.get(value)?.stride : 0;
  const constantOf2 = (value) => {
    const constant = constants3.get(value);
    return constant === void 0 ? void 0 : Number(constant);
  };
  const stride = (operation) => {
    if (operation.kind === "convert") {
      return isIndexType(operation.operand) && isIndexType(operation.result) ? strideOf(operation.operand) : void 0;
    }
    if (operation.kind !== "binary" || !isIndexType(operation.result)) return void 0;
    const [left, right] = [strideOf(operation.left), strideOf(operation.right)];
    if (left === void 0 || right === void 0) return void 0;
    switch (operation.operator) {
      case "add":
        return left + right;
      case "sub":
        return left - right;
      case "mul": {
        const factor = constantOf2(operation.right);
        if (factor !== void 0) return left * factor;
        const first = constantOf2(operation.left);
        return first === void 0 ? void 0 : right * first;
      }
      case "shl": {
        const count3 = constantOf2(operation.right);
        return count3 === void 0 ? void 0 : left * 2 ** (count3 & 31);
      }
      default:
        return void 0;
    }
  };
  forEachOperation(body, (operation) => {
    if (operation.kind !== "binary" && operation.kind !== "convert" || !varying.has(operation.result)) return;
    const found = stride(operation);
    if (found !== void 0 && Math.abs(found) <= LARGEST_STRIDE) affine.set(operation.result, { stride: found, definition: operation });
  });
  return affine;
}
function accessOf(index, varying, affine) {
  if (!varying.has(index)) return { kind: "uniform" };
  const stride = affine.get(index)?.stride;
  if (stride === void 0 || stride === 0) return { kind: "gather" };
  return stride === 1 ? { kind: "contiguous" } : { kind: "strided", stride };
}
var LARGEST_STRIDE, isIndexType;
var init_affine = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/affine.ts"() {
    "use strict";
    init_walk();
    LARGEST_STRIDE = 1 << 20;
    isIndexType = (value) => value.type === "i32" || value.type === "u32";
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/cost.ts
function scalarCost(block, known2 = /* @__PURE__ */ new Map()) {
  let cost = 0;
  for (const operation of block.operations) {
    const inner = known2.get(operation) ?? nestedBlocks(operation).reduce((sum2, nested2) => sum2 + scalarCost(nested2, known2), 0);
    cost += operation.kind === "const" ? 0 : 1 + inner * (isLoopKind(operation.kind) ? TRIPS_OF_A_LOOP : 1);
  }
  return cost;
}
function isLaneByLane(operation, shapes) {
  switch (operation.kind) {
    case "unary":
      return operation.operator === "clz";
    case "binary": {
      const integer = operation.left.type !== "f64" && operation.left.type !== "f32";
      const shift2 = operation.operator === "shl" || operation.operator === "shr";
      return integer && (operation.operator === "div" || operation.operator === "rem" || shift2 && shapes.varying.has(operation.right));
    }
    case "convert": {
      const [from, to] = [operation.operand.type, operation.result.type];
      const isLong2 = (type) => type === "i64" || type === "u64";
      const isFloat3 = (type) => type === "f64" || type === "f32";
      return isLong2(from) && isFloat3(to) || isFloat3(from) && isLong2(to);
    }
    default:
      return false;
  }
}
function laneCost(block, shapes, affine) {
  let cost = 0;
  for (const operation of block.operations) {
    const inner = nestedBlocks(operation).reduce((sum2, nested2) => sum2 + laneCost(nested2, shapes, affine), 0);
    const divergent = shapes.divergent.has(operation);
    switch (operation.kind) {
      case "const":
        break;
      case "loop":
      case "while":
        cost += UNIFORM + inner * TRIPS_OF_A_LOOP * (divergent ? DIVERGENCE : 1);
        break;
      case "if":
        cost += VECTOR_WIDE + inner * (divergent ? DIVERGENCE : 1);
        break;
      case "load":
      case "store": {
        const value = operation.kind === "load" ? operation.result : operation.value;
        const { kind } = accessOf(operation.index, shapes.varying, affine);
        cost += kind === "uniform" ? UNIFORM : kind === "contiguous" ? isWide2(value) ? VECTOR_WIDE : VECTOR_NARROW : LANE_BY_LANE;
        break;
      }
      default:
        if (!("result" in operation)) break;
        if (!shapes.varying.has(operation.result)) cost += UNIFORM;
        else if (affine.has(operation.result)) cost += UNIFORM;
        else if (isLaneByLane(operation, shapes)) cost += LANE_BY_LANE;
        else cost += isWide2(operation.result) ? VECTOR_WIDE : VECTOR_NARROW;
    }
  }
  return cost;
}
var TRIPS_OF_A_LOOP, VECTOR_WIDE, VECTOR_NARROW, UNIFORM, LANE_BY_LANE, DIVERGENCE, isWide2, isLoopKind;
var init_cost = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/cost.ts"() {
    "use strict";
    init_walk();
    init_affine();
    TRIPS_OF_A_LOOP = 10;
    VECTOR_WIDE = 0.5;
    VECTOR_NARROW = 0.25;
    UNIFORM = 0.125;
    LANE_BY_LANE = 1.4;
    DIVERGENCE = 1.3;
    isWide2 = (value) => value.type === "f64" || value.type === "i64" || value.type === "u64";
    isLoopKind = (kind) => kind === "loop" || kind === "while" || kind === "parfor";
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/invariant.ts
function splitInvariant(region3, body, inside2) {
  const dependent = new Set(inside2);
  const written2 = writtenArrays(region3, body);
  const invariant = [];
  const rest = [];
  for (const operation of body.operations) {
    const movable = isMovable(operation, written2) && !operands(operation).some((value) => dependent.has(value));
    if (movable) {
      invariant.push(operation);
      continue;
    }
    rest.push(operation);
    for (const value of [...results(operation), ...blockParameters(operation)]) dependent.add(value);
  }
  return { invariant, rest: { operations: rest, yields: body.yields } };
}
function isMovable(operation, written2) {
  switch (operation.kind) {
    case "const":
    case "unary":
    case "binary":
    case "compare":
    case "select":
    case "convert":
    case "length":
      return true;
    case "load":
      return !written2.has(operation.array);
    default:
      return false;
  }
}
function writtenArrays(region3, body) {
  const written2 = /* @__PURE__ */ new Set();
  forEachOperation(body, (operation) => {
    if (operation.kind === "store") written2.add(operation.array);
  });
  for (const { first, second, same: same2 } of region3.aliases) {
    if (same2 && written2.has(first)) written2.add(second);
    else if (same2 && written2.has(second)) written2.add(first);
  }
  return written2;
}
var init_invariant = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/invariant.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/shapes.ts
function needsSafeDivisor(operation, constants3) {
  if (operation.kind !== "binary" || operation.operator !== "div" && operation.operator !== "rem") return false;
  if (operation.left.type === "f64" || operation.left.type === "f32") return false;
  const divisor = constants3.get(operation.right);
  return divisor === void 0 || Number(divisor) === 0 || Number(divisor) === -1;
}
function analyseShapes(body, seeds, constants3) {
  const varying = new Set(seeds);
  const divergent = /* @__PURE__ */ new Set();
  const used2 = usedValues2(body);
  const isVarying = (value) => varying.has(value);
  let changed = true;
  const mark = (value) => {
    if (!varying.has(value)) {
      varying.add(value);
      changed = true;
    }
  };
  const carriedShape = (operation, diverges) => {
    operation.carried.forEach(({ parameter, initial }, index) => {
      if (isVarying(initial) || isVarying(operation.body.yields[index])) mark(parameter);
      if (diverges || isVarying(parameter)) mark(operation.results[index]);
    });
  };
  const visit3 = (block, masked) => {
    for (const operation of block.operations) {
      switch (operation.kind) {
        case "const":
        case "length":
        case "store":
          break;
        case "if": {
          const diverges = isVarying(operation.condition);
          if (diverges) divergent.add(operation);
          visit3(operation.then, masked || diverges);
          visit3(operation.else, masked || diverges);
          operation.results.forEach((result2, index) => {
            if (diverges || isVarying(operation.then.yields[index]) || isVarying(operation.else.yields[index])) mark(result2);
          });
          break;
        }
        case "loop": {
          const diverges = isVarying(operation.trips);
          if (diverges) divergent.add(operation);
          visit3(operation.body, masked || diverges);
          carriedShape(operation, diverges);
          break;
        }
        case "while": {
          const diverges = divergent.has(operation) || isVarying(operation.condition.yields[0]);
          if (diverges) divergent.add(operation);
          visit3(operation.condition, masked || diverges);
          visit3(operation.body, masked || diverges);
          carriedShape(operation, diverges);
          break;
        }
        default:
          if (!("result" in operation)) throw new Error(`vectorise: unexpected ${operation.kind} inside a parallel loop`);
          if (operands(operation).some(isVarying) || masked && needsSafeDivisor(operation, constants3)) mark(operation.result);
      }
    }
  };
  while (changed) {
    changed = false;
    visit3(body, false);
  }
  return { varying, divergent, used: used2 };
}
function usedValues2(body) {
  const used2 = /* @__PURE__ */ new Set();
  const visit3 = (block) => {
    for (const value of block.yields) used2.add(value);
    for (const operation of block.operations) {
      for (const value of operands(operation)) used2.add(value);
      for (const nested2 of nestedBlocks(operation)) visit3(nested2);
    }
  };
  visit3(body);
  return used2;
}
var init_shapes = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/shapes.ts"() {
    "use strict";
    init_walk();
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/masks.ts
function weight(block) {
  let count3 = 0;
  forEachOperation(block, ({ kind }) => {
    if (kind !== "const") count3++;
  });
  return count3;
}
var SKIP_THRESHOLD, Masker;
var init_masks = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/masks.ts"() {
    "use strict";
    init_walk();
    init_affine();
    init_shapes();
    SKIP_THRESHOLD = 6;
    Masker = class {
      region;
      shapes;
      affine;
      constants;
      out = [];
      constructor(region3, shapes, affine, constants3) {
        this.region = region3;
        this.shapes = shapes;
        this.affine = affine;
        this.constants = constants3;
      }
      block(block, mask) {
        const operations = this.collect(() => this.operations(block, mask));
        return { operations, yields: block.yields };
      }
      collect(fill2) {
        const outer = this.out;
        this.out = [];
        fill2();
        const inner = this.out;
        this.out = outer;
        return inner;
      }
      operations(block, mask) {
        for (const operation of block.operations) this.operation(operation, mask);
      }
      varying(type) {
        const value = { id: this.region.nextValue++, type };
        this.shapes.varying.add(value);
        return value;
      }
      constant(type, number4) {
        const result2 = { id: this.region.nextValue++, type };
        this.out.push({ kind: "const", result: result2, value: type === "i64" || type === "u64" ? BigInt(number4) : number4 });
        return result2;
      }
      and(mask, condition) {
        if (!mask) return condition;
        const result2 = this.varying("bool");
        this.out.push({ kind: "binary", operator: "and", result: result2, left: mask, right: condition });
        return result2;
      }
      operation(operation, mask) {
        switch (operation.kind) {
          case "const":
          case "unary":
          case "compare":
          case "select":
          case "convert":
          case "length":
            this.out.push(operation);
            return;
          case "binary":
            if (mask && needsSafeDivisor(operation, this.constants)) {
              const right = this.varying(operation.right.type);
              const one2 = this.constant(operation.right.type, 1);
              this.out.push({ kind: "select", result: right, condition: mask, whenTrue: operation.right, whenFalse: one2 });
              this.out.push({ ...operation, right });
            } else this.out.push(operation);
            return;
          case "load":
            this.out.push({ kind: "access", load: operation, access: accessOf(operation.index, this.shapes.varying, this.affine), mask });
            return;
          case "store":
            this.out.push({ kind: "access", store: operation, access: accessOf(operation.index, this.shapes.varying, this.affine), mask });
            return;
          case "if":
            return this.if(operation, mask);
          case "loop":
            if (this.shapes.divergent.has(operation)) return this.maskedLoop(operation, mask);
            return this.skippable(mask, () => {
              this.out.push({ ...operation, body: this.block(operation.body, mask) });
            });
          case "while":
            if (this.shapes.divergent.has(operation)) return this.maskedWhile(operation, mask);
            return this.skippable(mask, () => {
              this.out.push({ ...operation, condition: this.block(operation.condition, mask), body: this.block(operation.body, mask) });
            });
          case "parfor":
          case "single":
          case "barrier":
          case "allreduce":
          case "rankrange":
          case "for":
          case "call":
            throw new Error(`vectorise: unexpected ${operation.kind} inside a parallel loop`);
          default:
            assertExhaustive(operation, "masks");
        }
      }
      /** A loop that goes by uniform values must not be entered when the program would not: it might never end. */
      skippable(mask, fill2) {
        if (!mask) return fill2();
        this.out.push({ kind: "when", mask, results: [], body: { operations: this.collect(fill2), yields: [] }, otherwise: [] });
      }
      if(operation, mask) {
        const { condition } = operation;
        if (!this.shapes.divergent.has(operation)) {
          this.out.push({ ...operation, then: this.block(operation.then, mask), else: this.block(operation.else, mask) });
          return;
        }
        const negated3 = () => {
          const result2 = this.varying("bool");
          this.out.push({ kind: "unary", operator: "not", result: result2, operand: condition });
          return result2;
        };
        const arms = [
          { block: operation.then, other: operation.else, condition: () => condition },
          { block: operation.else, other: operation.then, condition: negated3 }
        ];
        if (weight(operation.then) > weight(operation.else)) arms.reverse();
        const [first, last2] = arms;
        this.arm(first.block, () => this.and(mask, first.condition()));
        if (weight(last2.block) < SKIP_THRESHOLD) {
          this.arm(last2.block, () => this.and(mask, last2.condition()));
          this.selects(operation);
          return;
        }
        const running2 = this.and(mask, last2.condition());
        const fresh = operation.results.map((result2) => this.varying(result2.type));
        const operations = this.collect(() => {
          this.operations(last2.block, running2);
          this.selects({ ...operation, results: fresh });
        });
        this.out.push({ kind: "when", mask: running2, results: operation.results, body: { operations, yields: fresh }, otherwise: last2.other.yields });
      }
      selects({ results: results2, condition, then, else: otherwise }) {
        results2.forEach((result2, index) => {
          this.out.push({ kind: "select", result: result2, condition, whenTrue: then.yields[index], whenFalse: otherwise.yields[index] });
        });
      }
      arm(block, pushMask) {
        if (block.operations.length === 0) return;
        const mask = pushMask();
        if (weight(block) < SKIP_THRESHOLD) this.operations(block, mask);
        else this.skippable(mask, () => this.operations(block, mask));
      }
      /** The trip is the same for all lanes: those with fewer trips leave earlier. */
      maskedLoop(operation, mask) {
        const zero = this.constant("i32", 0);
        const one2 = this.constant("i32", 1);
        const entered = this.varying("bool");
        const active2 = this.varying("bool");
        const more = this.varying("bool");
        const next = { id: this.region.nextValue++, type: "i32" };
        const last2 = { id: this.region.nextValue++, type: "i32" };
        const body = this.block(operation.body, active2);
        body.operations.push({ kind: "binary", operator: "add", result: next, left: operation.trip, right: one2 });
        body.yields = [next, ...body.yields];
        this.out.push(this.loop({
          results: [last2, ...operation.results],
          carried: [{ parameter: operation.trip, initial: zero }, ...operation.carried],
          mask,
          entered,
          active: active2,
          condition: { operations: [{ kind: "compare", relation: "lt", result: more, left: operation.trip, right: operation.trips }], yields: [more] },
          body
        }));
      }
      maskedWhile(operation, mask) {
        const entered = this.varying("bool");
        const active2 = this.varying("bool");
        const condition = this.block(operation.condition, entered);
        const body = this.block(operation.body, active2);
        this.out.push(this.loop({ results: operation.results, carried: operation.carried, mask, entered, active: active2, condition, body }));
      }
      loop(parts) {
        const [varying, uniform] = this.splitCondition(parts.condition);
        const condition = { operations: parts.condition.operations, yields: [varying] };
        return { kind: "maskedwhile", ...parts, condition, uniform, leaving: this.varying("bool"), frozen: parts.results.map((result2) => this.shapes.used.has(result2)) };
      }
      /** `varying & uniform`, as in `z < 4 && n < 50` with a counter that is the same in all lanes that run: the second part is one test for all. */
      splitCondition({ operations, yields }) {
        const uniform = [];
        let [rest] = yields;
        for (; ; ) {
          const definition = operations.find((operation) => "result" in operation && operation.result === rest);
          if (definition?.kind !== "binary" || definition.operator !== "and") return [rest, uniform];
          const { left, right } = definition;
          if (!this.shapes.varying.has(right)) {
            uniform.push(right);
            rest = left;
          } else if (!this.shapes.varying.has(left)) {
            uniform.push(left);
            rest = right;
          } else return [rest, uniform];
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise/sequentialise.ts
function sequentialise(region3, block, keep) {
  return { operations: block.operations.map((operation) => rebuild(region3, operation, keep)), yields: block.yields };
}
function rebuild(region3, operation, keep) {
  const inside2 = (block) => sequentialise(region3, block, keep);
  switch (operation.kind) {
    case "if":
      return { ...operation, then: inside2(operation.then), else: inside2(operation.else) };
    case "loop":
      return { ...operation, body: inside2(operation.body) };
    case "while":
      return { ...operation, condition: inside2(operation.condition), body: inside2(operation.body) };
    case "parfor":
      return keep(operation) ? operation : asLoops(region3, { ...operation, body: inside2(operation.body) });
    default:
      return operation;
  }
}
function asLoops(region3, parfor2) {
  const { dimensions, carried } = parfor2;
  const innermost = dimensions.length - 1;
  const parameters = dimensions.map((_, depth) => carried.map(({ parameter }) => depth === innermost ? parameter : { ...parameter, id: region3.nextValue++ }));
  const loop = (depth) => {
    const { id, label, trip, trips } = dimensions[depth];
    const results2 = depth === 0 ? parfor2.results : carried.map(({ parameter }) => ({ ...parameter, id: region3.nextValue++ }));
    const initials = depth === 0 ? carried.map((one2) => one2.initial) : parameters[depth - 1];
    const inner = depth === innermost ? void 0 : loop(depth + 1);
    return {
      kind: "loop",
      id,
      ...label !== void 0 && { label },
      results: results2,
      trip,
      trips,
      carried: initials.map((initial, index) => ({ parameter: parameters[depth][index], initial })),
      body: inner ? { operations: [inner], yields: inner.results } : parfor2.body
    };
  };
  return loop(0);
}
var init_sequentialise = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise/sequentialise.ts"() {
    "use strict";
  }
});

// ../../work/main/packages/compiler/src/passes/vectorise.ts
function vectorise(region3, parfor2) {
  const constants3 = constantsOf(region3);
  const flat = sequentialise(region3, parfor2.body, () => false);
  const [best, dimensions] = bestOwn(parfor2, flat, constants3);
  const split = splitNested(region3, parfor2, constants3);
  const scalar = scalarCost(flat);
  if (split && split.cost < Math.min(best.cost, scalar)) {
    const own2 = laneLoop(region3, { ...best, body: split.body }, constants3, false);
    return { parfor: parfor2, dimensions: parfor2.dimensions, own: own2, nested: split.loops };
  }
  const lanes = best.cost < scalar;
  return { parfor: parfor2, dimensions: lanes ? dimensions : parfor2.dimensions, own: laneLoop(region3, lanes ? best : written(parfor2, best), constants3, lanes), nested: /* @__PURE__ */ new Map() };
}
function constantsOf(region3) {
  const constants3 = /* @__PURE__ */ new Map();
  forEachRegionOperation(region3, (operation) => {
    if (operation.kind === "const") constants3.set(operation.result, operation.value);
  });
  return constants3;
}
function lastTrip({ dimensions }) {
  return dimensions[dimensions.length - 1].trip;
}
function written(parfor2, candidate2) {
  return { ...candidate2, trip: lastTrip(parfor2) };
}
function analyse2(trip, carried, body, constants3) {
  const shapes = analyseShapes(body, [trip, ...carried.map((one2) => one2.parameter)], constants3);
  const affine = findAffine(body, trip, shapes.varying, constants3);
  return { trip, carried, body, shapes, affine, cost: laneCost(body, shapes, affine) };
}
function bestOwn(parfor2, body, constants3) {
  const { dimensions, carried } = parfor2;
  let best = analyse2(lastTrip(parfor2), carried, body, constants3);
  let order = dimensions;
  if (carried.length > 0) return [best, order];
  for (const dimension of dimensions.slice(0, -1)) {
    const candidate2 = analyse2(dimension.trip, carried, body, constants3);
    if (candidate2.cost < best.cost) {
      best = candidate2;
      order = [...dimensions.filter((one2) => one2 !== dimension), dimension];
    }
  }
  return [best, order];
}
function splitNested(region3, parfor2, constants3) {
  const nested2 = innerParfors(parfor2.body);
  if (nested2.length === 0) return void 0;
  const body = sequentialise(region3, parfor2.body, (one2) => nested2.includes(one2));
  const loops2 = /* @__PURE__ */ new Map();
  const costs = /* @__PURE__ */ new Map();
  for (const inner of nested2) {
    const flat = sequentialise(region3, inner.body, () => false);
    const candidate2 = analyse2(lastTrip(inner), [], flat, constants3);
    const scalar = scalarCost(flat);
    const lanes = candidate2.cost < scalar;
    loops2.set(inner, laneLoop(region3, candidate2, constants3, lanes));
    costs.set(inner, Math.min(candidate2.cost, scalar));
  }
  return { body, loops: loops2, cost: scalarCost(body, costs) };
}
function innerParfors(block) {
  const found = [];
  const seen = /* @__PURE__ */ new Set();
  forEachOperation(block, (operation) => {
    if (operation.kind !== "parfor" || seen.has(operation) || operation.carried.length > 0) return;
    found.push(operation);
    forEachOperation(operation.body, (inner) => {
      if (inner.kind === "parfor") seen.add(inner);
    });
  });
  return found;
}
function laneLoop(region3, candidate2, constants3, lanes) {
  const { trip, carried, body, shapes, affine } = candidate2;
  const { invariant, rest } = splitInvariant(region3, body, [trip, ...carried.map((one2) => one2.parameter)]);
  const loop = { trip, carried, invariant, scalar: rest, varying: shapes.varying, affine };
  if (lanes) loop.lanes = new Masker(region3, shapes, affine, constants3).block(rest);
  return loop;
}
var init_vectorise = __esm({
  "../../work/main/packages/compiler/src/passes/vectorise.ts"() {
    "use strict";
    init_walk();
    init_affine();
    init_cost();
    init_invariant();
    init_masks();
    init_sequentialise();
    init_shapes();
  }
});

// ../../work/main/packages/compiler/src/wasm/frame.ts
function recordBytes(parfor2) {
  return parfor2.carried.length * CELL;
}
function laneCells(carried) {
  return carried * SHAPE_LANES * CELL;
}
function stackOffset(parfor2) {
  return laneCells(parfor2.carried.length);
}
function frameLayout(region3, parfors) {
  const scalars = FRAME_ARRAYS + region3.arrays.length * CELL;
  const outputs = scalars + region3.scalars.length * CELL;
  const partials = align(outputs + region3.outputs.length * CELL);
  const carried = Math.max(0, ...parfors.map((one2) => one2.carried.length));
  const partialsBytes = align(MAXIMUM_PARTIALS * carried * CELL);
  const threadBytes = align(carried * CELL * (SHAPE_LANES + STACK_RECORDS));
  return { arrays: FRAME_ARRAYS, scalars, outputs, partials, partialsBytes, bytes: partials + 2 * partialsBytes, threadBytes };
}
var MAXIMUM_PARTIALS, STACK_RECORDS, SHAPE_LANES, CELL, align;
var init_frame = __esm({
  "../../work/main/packages/compiler/src/wasm/frame.ts"() {
    "use strict";
    init_descriptor();
    MAXIMUM_PARTIALS = 128;
    STACK_RECORDS = 56;
    SHAPE_LANES = 8;
    CELL = 8;
    align = (bytes) => Math.ceil(bytes / 64) * 64;
  }
});

// ../../work/main/packages/compiler/src/wasm/environment.ts
function wasmType(type) {
  switch (type) {
    case "i32":
    case "u32":
    case "bool":
      return "i32";
    case "i64":
    case "u64":
      return "i64";
    default:
      return type;
  }
}
var Environment;
var init_environment = __esm({
  "../../work/main/packages/compiler/src/wasm/environment.ts"() {
    "use strict";
    Environment = class {
      code;
      helpers;
      /** The local that holds the address of the frame. */
      frame;
      values = /* @__PURE__ */ new Map();
      constants = /* @__PURE__ */ new Map();
      arrays = /* @__PURE__ */ new Map();
      constructor(code, frame, helpers2) {
        this.code = code;
        this.frame = frame;
        this.helpers = helpers2;
      }
      bind(value, local) {
        this.values.set(value, local);
      }
      bindConstant(value, constant) {
        this.constants.set(value, constant);
      }
      bindArray(array, locals) {
        this.arrays.set(array, locals);
      }
      /** A fresh local for the value. */
      declare(value) {
        const local = this.code.local(wasmType(value.type));
        this.values.set(value, local);
        return local;
      }
      /** Takes the value from the stack. */
      define(value) {
        this.code.set(this.declare(value));
      }
      constant(value) {
        return this.constants.get(value);
      }
      /** True for what is a scalar of this function. */
      knows(value) {
        return this.values.has(value) || this.constants.has(value);
      }
      push(value) {
        const constant = this.constants.get(value);
        if (constant !== void 0) return this.pushConstant(value.type, constant);
        const local = this.values.get(value);
        if (local === void 0) throw new Error(`%${value.id} (${value.name ?? value.type}) has no scalar in ${this.code.name}`);
        this.code.get(local);
      }
      pushConstant(type, constant) {
        switch (wasmType(type)) {
          case "i32":
            return this.code.i32(Number(constant));
          case "i64":
            return this.code.i64(BigInt(constant));
          case "f32":
            return this.code.f32(Number(constant));
          default:
            return this.code.f64(Number(constant));
        }
      }
      array(array) {
        const locals = this.arrays.get(array);
        if (!locals) throw new Error(`array ${array.name} is not loaded in ${this.code.name}`);
        return locals;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/helpers.ts
var Helpers;
var init_helpers = __esm({
  "../../work/main/packages/compiler/src/wasm/helpers.ts"() {
    "use strict";
    Helpers = class {
      module;
      int32;
      constructor(module) {
        this.module = module;
      }
      /** ToInt32 (ECMA-262 7.1.6): modulo 2^32, where `i32.trunc_sat_f64_s` would saturate; NaN and ±∞ give 0. */
      get toInt32() {
        return this.int32 ??= this.makeToInt32();
      }
      makeToInt32() {
        const code = this.module.function("toInt32", { parameters: ["f64"], results: ["i32"] });
        const bits4 = code.local("i64");
        const exponent = code.local("i64");
        code.get(0);
        code.op("f64.abs");
        code.f64(2 ** 63);
        code.op("f64.lt");
        code.if(() => {
          code.get(0);
          code.op("i64.trunc_sat_f64_s", "i32.wrap_i64", "return");
        });
        code.get(0);
        code.op("i64.reinterpret_f64");
        code.tee(bits4);
        code.i64(52n);
        code.op("i64.shr_u");
        code.i64(0x7ffn);
        code.op("i64.and");
        code.i64(1075n);
        code.op("i64.sub");
        code.tee(exponent);
        code.i64(32n);
        code.op("i64.ge_u");
        code.if(() => {
          code.i32(0);
          code.op("return");
        });
        code.get(bits4);
        code.i64(0xfffffffffffffn);
        code.op("i64.and");
        code.i64(0x10000000000000n);
        code.op("i64.or");
        code.get(exponent);
        code.op("i64.shl", "i32.wrap_i64");
        code.get(bits4);
        code.i64(63n);
        code.op("i64.shr_s", "i32.wrap_i64", "i32.xor");
        code.get(bits4);
        code.i64(63n);
        code.op("i64.shr_s", "i32.wrap_i64", "i32.sub");
        return code;
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/bytes.ts
var ByteWriter;
var init_bytes = __esm({
  "../../work/main/packages/compiler/src/wasm/bytes.ts"() {
    "use strict";
    ByteWriter = class _ByteWriter {
      buffer = new Uint8Array(256);
      length = 0;
      reserve(count3) {
        if (this.length + count3 <= this.buffer.length) return;
        const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count3));
        larger.set(this.buffer.subarray(0, this.length));
        this.buffer = larger;
      }
      byte(value) {
        this.reserve(1);
        this.buffer[this.length++] = value;
      }
      bytes(values2) {
        this.reserve(values2.length);
        this.buffer.set(values2, this.length);
        this.length += values2.length;
      }
      /** Unsigned LEB128 of up to 32 bits. */
      unsigned(value) {
        let rest = value >>> 0;
        while (rest >= 128) {
          this.byte(rest & 127 | 128);
          rest >>>= 7;
        }
        this.byte(rest);
      }
      /** Signed LEB128 of up to 64 bits. */
      signed(value) {
        let rest = value;
        for (; ; ) {
          const low = Number(rest & 0x7fn);
          rest >>= 7n;
          if (rest === 0n && (low & 64) === 0 || rest === -1n && (low & 64) !== 0) {
            this.byte(low);
            return;
          }
          this.byte(low | 128);
        }
      }
      float32(value) {
        this.bytes(new Uint8Array(new Float32Array([value]).buffer));
      }
      float64(value) {
        this.bytes(new Uint8Array(new Float64Array([value]).buffer));
      }
      text(value) {
        const encoded = new TextEncoder().encode(value);
        this.unsigned(encoded.length);
        this.bytes(encoded);
      }
      /** A length-prefixed part, written by `fill`. */
      sized(fill2) {
        const part = new _ByteWriter();
        fill2(part);
        this.unsigned(part.length);
        this.bytes(part.finish());
      }
      finish() {
        return this.buffer.slice(0, this.length);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/opcodes.ts
var FC, FD, FE, opcodes, memoryOpcodes, laneMemoryOpcodes, laneOpcodes, V128_CONST, SHUFFLE, valueTypes;
var init_opcodes = __esm({
  "../../work/main/packages/compiler/src/wasm/opcodes.ts"() {
    "use strict";
    FC = 16515072;
    FD = 16580608;
    FE = 16646144;
    opcodes = {
      "unreachable": 0,
      "return": 15,
      "drop": 26,
      "select": 27,
      "i32.eqz": 69,
      "i32.eq": 70,
      "i32.ne": 71,
      "i32.lt_s": 72,
      "i32.lt_u": 73,
      "i32.gt_s": 74,
      "i32.gt_u": 75,
      "i32.le_s": 76,
      "i32.le_u": 77,
      "i32.ge_s": 78,
      "i32.ge_u": 79,
      "i64.eqz": 80,
      "i64.eq": 81,
      "i64.ne": 82,
      "i64.lt_s": 83,
      "i64.lt_u": 84,
      "i64.gt_s": 85,
      "i64.gt_u": 86,
      "i64.le_s": 87,
      "i64.le_u": 88,
      "i64.ge_s": 89,
      "i64.ge_u": 90,
      "f32.eq": 91,
      "f32.ne": 92,
      "f32.lt": 93,
      "f32.gt": 94,
      "f32.le": 95,
      "f32.ge": 96,
      "f64.eq": 97,
      "f64.ne": 98,
      "f64.lt": 99,
      "f64.gt": 100,
      "f64.le": 101,
      "f64.ge": 102,
      "i32.clz": 103,
      "i32.add": 106,
      "i32.sub": 107,
      "i32.mul": 108,
      "i32.div_s": 109,
      "i32.div_u": 110,
      "i32.rem_s": 111,
      "i32.rem_u": 112,
      "i32.and": 113,
      "i32.or": 114,
      "i32.xor": 115,
      "i32.shl": 116,
      "i32.shr_s": 117,
      "i32.shr_u": 118,
      "i64.clz": 121,
      "i64.add": 124,
      "i64.sub": 125,
      "i64.mul": 126,
      "i64.div_s": 127,
      "i64.div_u": 128,
      "i64.rem_s": 129,
      "i64.rem_u": 130,
      "i64.and": 131,
      "i64.or": 132,
      "i64.xor": 133,
      "i64.shl": 134,
      "i64.shr_s": 135,
      "i64.shr_u": 136,
      "f32.abs": 139,
      "f32.neg": 140,
      "f32.ceil": 141,
      "f32.floor": 142,
      "f32.trunc": 143,
      "f32.nearest": 144,
      "f32.sqrt": 145,
      "f32.add": 146,
      "f32.sub": 147,
      "f32.mul": 148,
      "f32.div": 149,
      "f32.min": 150,
      "f32.max": 151,
      "f32.copysign": 152,
      "f64.abs": 153,
      "f64.neg": 154,
      "f64.ceil": 155,
      "f64.floor": 156,
      "f64.trunc": 157,
      "f64.nearest": 158,
      "f64.sqrt": 159,
      "f64.add": 160,
      "f64.sub": 161,
      "f64.mul": 162,
      "f64.div": 163,
      "f64.min": 164,
      "f64.max": 165,
      "f64.copysign": 166,
      "i32.wrap_i64": 167,
      "i64.extend_i32_s": 172,
      "i64.extend_i32_u": 173,
      "f32.convert_i32_s": 178,
      "f32.convert_i32_u": 179,
      "f32.convert_i64_s": 180,
      "f32.convert_i64_u": 181,
      "f32.demote_f64": 182,
      "f64.convert_i32_s": 183,
      "f64.convert_i32_u": 184,
      "f64.convert_i64_s": 185,
      "f64.convert_i64_u": 186,
      "f64.promote_f32": 187,
      "i32.reinterpret_f32": 188,
      "i64.reinterpret_f64": 189,
      "f32.reinterpret_i32": 190,
      "f64.reinterpret_i64": 191,
      "i32.trunc_sat_f32_s": FC + 0,
      "i32.trunc_sat_f32_u": FC + 1,
      "i32.trunc_sat_f64_s": FC + 2,
      "i32.trunc_sat_f64_u": FC + 3,
      "i64.trunc_sat_f32_s": FC + 4,
      "i64.trunc_sat_f32_u": FC + 5,
      "i64.trunc_sat_f64_s": FC + 6,
      "i64.trunc_sat_f64_u": FC + 7,
      "i8x16.swizzle": FD + 14,
      "i8x16.splat": FD + 15,
      "i16x8.splat": FD + 16,
      "i32x4.splat": FD + 17,
      "i64x2.splat": FD + 18,
      "f32x4.splat": FD + 19,
      "f64x2.splat": FD + 20,
      "i32x4.eq": FD + 55,
      "i32x4.ne": FD + 56,
      "i32x4.lt_s": FD + 57,
      "i32x4.lt_u": FD + 58,
      "i32x4.gt_s": FD + 59,
      "i32x4.gt_u": FD + 60,
      "i32x4.le_s": FD + 61,
      "i32x4.le_u": FD + 62,
      "i32x4.ge_s": FD + 63,
      "i32x4.ge_u": FD + 64,
      "f32x4.eq": FD + 65,
      "f32x4.ne": FD + 66,
      "f32x4.lt": FD + 67,
      "f32x4.gt": FD + 68,
      "f32x4.le": FD + 69,
      "f32x4.ge": FD + 70,
      "f64x2.eq": FD + 71,
      "f64x2.ne": FD + 72,
      "f64x2.lt": FD + 73,
      "f64x2.gt": FD + 74,
      "f64x2.le": FD + 75,
      "f64x2.ge": FD + 76,
      "v128.not": FD + 77,
      "v128.and": FD + 78,
      "v128.andnot": FD + 79,
      "v128.or": FD + 80,
      "v128.xor": FD + 81,
      "v128.bitselect": FD + 82,
      "v128.any_true": FD + 83,
      "f32x4.demote_f64x2_zero": FD + 94,
      "f64x2.promote_low_f32x4": FD + 95,
      "i8x16.bitmask": FD + 100,
      "i8x16.narrow_i16x8_u": FD + 102,
      "f32x4.ceil": FD + 103,
      "f32x4.floor": FD + 104,
      "f32x4.trunc": FD + 105,
      "f32x4.nearest": FD + 106,
      "f64x2.ceil": FD + 116,
      "f64x2.floor": FD + 117,
      "f64x2.trunc": FD + 122,
      "f64x2.nearest": FD + 148,
      "i16x8.narrow_i32x4_s": FD + 133,
      "i16x8.narrow_i32x4_u": FD + 134,
      "i16x8.extend_low_i8x16_s": FD + 135,
      "i16x8.extend_low_i8x16_u": FD + 137,
      "i32x4.abs": FD + 160,
      "i32x4.neg": FD + 161,
      "i32x4.all_true": FD + 163,
      "i32x4.bitmask": FD + 164,
      "i32x4.extend_low_i16x8_s": FD + 167,
      "i32x4.extend_high_i16x8_s": FD + 168,
      "i32x4.extend_low_i16x8_u": FD + 169,
      "i32x4.extend_high_i16x8_u": FD + 170,
      "i32x4.shl": FD + 171,
      "i32x4.shr_s": FD + 172,
      "i32x4.shr_u": FD + 173,
      "i32x4.add": FD + 174,
      "i32x4.sub": FD + 177,
      "i32x4.mul": FD + 181,
      "i32x4.min_s": FD + 182,
      "i32x4.min_u": FD + 183,
      "i32x4.max_s": FD + 184,
      "i32x4.max_u": FD + 185,
      "i64x2.abs": FD + 192,
      "i64x2.neg": FD + 193,
      "i64x2.all_true": FD + 195,
      "i64x2.bitmask": FD + 196,
      "i64x2.extend_low_i32x4_s": FD + 199,
      "i64x2.extend_high_i32x4_s": FD + 200,
      "i64x2.extend_low_i32x4_u": FD + 201,
      "i64x2.extend_high_i32x4_u": FD + 202,
      "i64x2.shl": FD + 203,
      "i64x2.shr_s": FD + 204,
      "i64x2.shr_u": FD + 205,
      "i64x2.add": FD + 206,
      "i64x2.sub": FD + 209,
      "i64x2.mul": FD + 213,
      "i64x2.eq": FD + 214,
      "i64x2.ne": FD + 215,
      "i64x2.lt_s": FD + 216,
      "i64x2.gt_s": FD + 217,
      "i64x2.le_s": FD + 218,
      "i64x2.ge_s": FD + 219,
      "f32x4.abs": FD + 224,
      "f32x4.neg": FD + 225,
      "f32x4.sqrt": FD + 227,
      "f32x4.add": FD + 228,
      "f32x4.sub": FD + 229,
      "f32x4.mul": FD + 230,
      "f32x4.div": FD + 231,
      "f32x4.min": FD + 232,
      "f32x4.max": FD + 233,
      "f64x2.abs": FD + 236,
      "f64x2.neg": FD + 237,
      "f64x2.sqrt": FD + 239,
      "f64x2.add": FD + 240,
      "f64x2.sub": FD + 241,
      "f64x2.mul": FD + 242,
      "f64x2.div": FD + 243,
      "f64x2.min": FD + 244,
      "f64x2.max": FD + 245,
      "i32x4.trunc_sat_f32x4_s": FD + 248,
      "i32x4.trunc_sat_f32x4_u": FD + 249,
      "f32x4.convert_i32x4_s": FD + 250,
      "f32x4.convert_i32x4_u": FD + 251,
      "i32x4.trunc_sat_f64x2_s_zero": FD + 252,
      "i32x4.trunc_sat_f64x2_u_zero": FD + 253,
      "f64x2.convert_low_i32x4_s": FD + 254,
      "f64x2.convert_low_i32x4_u": FD + 255
    };
    memoryOpcodes = {
      "i32.load": [40, 2],
      "i64.load": [41, 3],
      "f32.load": [42, 2],
      "f64.load": [43, 3],
      "i32.load8_s": [44, 0],
      "i32.load8_u": [45, 0],
      "i32.load16_s": [46, 1],
      "i32.load16_u": [47, 1],
      "i32.store": [54, 2],
      "i64.store": [55, 3],
      "f32.store": [56, 2],
      "f64.store": [57, 3],
      "i32.store8": [58, 0],
      "i32.store16": [59, 1],
      "v128.load": [FD + 0, 4],
      "v128.load8x8_s": [FD + 1, 3],
      "v128.load8x8_u": [FD + 2, 3],
      "v128.load16x4_s": [FD + 3, 3],
      "v128.load16x4_u": [FD + 4, 3],
      "v128.load32_splat": [FD + 9, 2],
      "v128.load64_splat": [FD + 10, 3],
      "v128.store": [FD + 11, 4],
      "v128.load32_zero": [FD + 92, 2],
      "v128.load64_zero": [FD + 93, 3],
      "i32.atomic.rmw.add": [FE + 30, 2]
    };
    laneMemoryOpcodes = {
      "v128.load8_lane": [FD + 84, 0],
      "v128.load16_lane": [FD + 85, 1],
      "v128.load32_lane": [FD + 86, 2],
      "v128.load64_lane": [FD + 87, 3],
      "v128.store8_lane": [FD + 88, 0],
      "v128.store16_lane": [FD + 89, 1],
      "v128.store32_lane": [FD + 90, 2],
      "v128.store64_lane": [FD + 91, 3]
    };
    laneOpcodes = {
      "i32x4.extract_lane": FD + 27,
      "i32x4.replace_lane": FD + 28,
      "i64x2.extract_lane": FD + 29,
      "i64x2.replace_lane": FD + 30,
      "f32x4.extract_lane": FD + 31,
      "f32x4.replace_lane": FD + 32,
      "f64x2.extract_lane": FD + 33,
      "f64x2.replace_lane": FD + 34
    };
    V128_CONST = FD + 12;
    SHUFFLE = FD + 13;
    valueTypes = { i32: 127, i64: 126, f32: 125, f64: 124, v128: 123 };
  }
});

// ../../work/main/packages/compiler/src/wasm/function.ts
var FunctionBuilder;
var init_function = __esm({
  "../../work/main/packages/compiler/src/wasm/function.ts"() {
    "use strict";
    init_bytes();
    init_opcodes();
    FunctionBuilder = class {
      name;
      signature;
      /** Number in the module's function index space; set by the module. */
      index;
      body = new ByteWriter();
      locals = [];
      depth = 0;
      constructor(name, index, signature) {
        this.name = name;
        this.index = index;
        this.signature = signature;
      }
      local(type) {
        this.locals.push(type);
        return this.signature.parameters.length + this.locals.length - 1;
      }
      opcode(code) {
        if (code > 255) {
          this.body.byte(code >>> 16);
          this.body.unsigned(code & 65535);
        } else this.body.byte(code);
      }
      op(...names) {
        for (const name of names) this.opcode(opcodes[name]);
      }
      get(local) {
        this.body.byte(32);
        this.body.unsigned(local);
      }
      set(local) {
        this.body.byte(33);
        this.body.unsigned(local);
      }
      tee(local) {
        this.body.byte(34);
        this.body.unsigned(local);
      }
      i32(value) {
        this.body.byte(65);
        this.body.signed(BigInt(value | 0));
      }
      i64(value) {
        this.body.byte(66);
        this.body.signed(BigInt.asIntN(64, value));
      }
      f32(value) {
        this.body.byte(67);
        this.body.float32(value);
      }
      f64(value) {
        this.body.byte(68);
        this.body.float64(value);
      }
      v128(bytes) {
        if (bytes.length !== 16) throw new Error(`v128.const of ${bytes.length} bytes`);
        this.opcode(V128_CONST);
        this.body.bytes(bytes);
      }
      /** Bytes 0–15 name the first operand, 16–31 the second. */
      shuffle(...lanes) {
        if (lanes.length !== 16) throw new Error(`shuffle of ${lanes.length} lanes`);
        this.opcode(SHUFFLE);
        this.body.bytes(new Uint8Array(lanes));
      }
      lane(name, lane) {
        this.opcode(laneOpcodes[name]);
        this.body.byte(lane);
      }
      /** `element` is the alignment that is certain (base-two logarithm), for vectors that need not be aligned. Atomics take the natural one. */
      memory(name, offset = 0, element2) {
        const [code, natural2] = memoryOpcodes[name];
        this.opcode(code);
        this.body.unsigned(element2 === void 0 ? natural2 : Math.min(element2, natural2));
        this.body.unsigned(offset);
      }
      laneMemory(name, offset, lane) {
        const [code, natural2] = laneMemoryOpcodes[name];
        this.opcode(code);
        this.body.unsigned(natural2);
        this.body.unsigned(offset);
        this.body.byte(lane);
      }
      call(target) {
        this.body.byte(16);
        this.body.unsigned(target.index);
      }
      open(code, body) {
        this.body.byte(code);
        this.body.byte(64);
        this.depth++;
        body(this.depth);
        this.depth--;
        this.body.byte(11);
      }
      /** A branch to the label of a block leaves it. */
      block(body) {
        this.open(2, body);
      }
      /** A branch to the label of a loop starts its next trip. */
      loop(body) {
        this.open(3, (l) => {
          const id = globalThis.LID = (globalThis.LID ?? 0) + 1;
          const a = 512 + 4 * id;
          this.i32(a);
          this.i32(a);
          this.memory("i32.load");
          this.i32(1);
          this.op("i32.add");
          this.memory("i32.store");
          this.i32(a);
          this.memory("i32.load");
          this.i32(1e5);
          this.op("i32.gt_u");
          this.if(() => this.op("unreachable"));
          body(l);
        });
      }
      /** Takes the condition from the stack. */
      if(then, otherwise) {
        this.open(4, () => {
          then();
          if (otherwise) {
            this.body.byte(5);
            otherwise();
          }
        });
      }
      br(label) {
        this.body.byte(12);
        this.body.unsigned(this.depth - label);
      }
      brIf(label) {
        this.body.byte(13);
        this.body.unsigned(this.depth - label);
      }
      encode() {
        const runs = [];
        for (const type of this.locals) {
          const last2 = runs.at(-1);
          if (last2?.type === type) last2.count++;
          else runs.push({ type, count: 1 });
        }
        const out = new ByteWriter();
        out.unsigned(runs.length);
        for (const run of runs) {
          out.unsigned(run.count);
          out.byte(valueTypes[run.type]);
        }
        out.bytes(this.body.finish());
        out.byte(11);
        return out.finish();
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/module.ts
var section, MAXIMUM_PAGES, ModuleBuilder;
var init_module = __esm({
  "../../work/main/packages/compiler/src/wasm/module.ts"() {
    "use strict";
    init_bytes();
    init_function();
    init_opcodes();
    section = { type: 1, import: 2, function: 3, export: 7, code: 10, custom: 0 };
    MAXIMUM_PAGES = 65536;
    ModuleBuilder = class {
      name;
      types = [];
      imports = [];
      functions = [];
      exports = [];
      constructor(name) {
        this.name = name;
      }
      type(signature) {
        const key2 = (one2) => `${one2.parameters.join()}>${one2.results.join()}`;
        const found = this.types.findIndex((one2) => key2(one2) === key2(signature));
        return found >= 0 ? found : this.types.push(signature) - 1;
      }
      /** All imports come before the first function. */
      importFunction(name, signature) {
        if (this.functions.length > 0) throw new Error("imports come first");
        this.imports.push({ name, type: this.type(signature) });
        return { index: this.imports.length - 1 };
      }
      function(name, signature) {
        const made = new FunctionBuilder(name, this.imports.length + this.functions.length, signature);
        this.type(signature);
        this.functions.push(made);
        return made;
      }
      export(name, target) {
        this.exports.push({ name, target });
      }
      encode() {
        const out = new ByteWriter();
        out.bytes(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
        const list = (id, count3, fill2) => {
          out.byte(id);
          out.sized((part) => {
            part.unsigned(count3);
            fill2(part);
          });
        };
        list(section.type, this.types.length, (part) => {
          for (const { parameters, results: results2 } of this.types) {
            part.byte(96);
            for (const types of [parameters, results2]) {
              part.unsigned(types.length);
              for (const type of types) part.byte(valueTypes[type]);
            }
          }
        });
        list(section.import, this.imports.length + 1, (part) => {
          part.text("env");
          part.text("memory");
          part.bytes(new Uint8Array([2, 3]));
          part.unsigned(1);
          part.unsigned(MAXIMUM_PAGES);
          for (const { name, type } of this.imports) {
            part.text("env");
            part.text(name);
            part.byte(0);
            part.unsigned(type);
          }
        });
        list(section.function, this.functions.length, (part) => {
          for (const one2 of this.functions) part.unsigned(this.type(one2.signature));
        });
        list(section.export, this.exports.length, (part) => {
          for (const { name, target } of this.exports) {
            part.text(name);
            part.byte(0);
            part.unsigned(target.index);
          }
        });
        list(section.code, this.functions.length, (part) => {
          for (const one2 of this.functions) {
            const code = one2.encode();
            part.unsigned(code.length);
            part.bytes(code);
          }
        });
        this.names(out);
        return out.finish();
      }
      /** Profilers and stack traces show these. */
      names(out) {
        out.byte(section.custom);
        out.sized((part) => {
          part.text("name");
          part.byte(0);
          part.sized((module) => module.text(this.name));
          part.byte(1);
          part.sized((names) => {
            names.unsigned(this.imports.length + this.functions.length);
            this.imports.forEach((one2, index) => {
              names.unsigned(index);
              names.text(one2.name);
            });
            for (const one2 of this.functions) {
              names.unsigned(one2.index);
              names.text(one2.name);
            }
          });
        });
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/elements.ts
function elementInfo(element2) {
  if (element2 === "num") throw new Error("an unknown element type reached the back end");
  return elements2[element2];
}
var elements2;
var init_elements = __esm({
  "../../work/main/packages/compiler/src/wasm/elements.ts"() {
    "use strict";
    elements2 = {
      f64: { shift: 3, native: "f64", load: "f64.load", store: "f64.store" },
      f32: { shift: 2, native: "f32", load: "f32.load", store: "f32.store" },
      i64: { shift: 3, native: "i64", load: "i64.load", store: "i64.store" },
      u64: { shift: 3, native: "u64", load: "i64.load", store: "i64.store" },
      i32: { shift: 2, native: "i32", load: "i32.load", store: "i32.store" },
      u32: { shift: 2, native: "u32", load: "i32.load", store: "i32.store" },
      i16: { shift: 1, native: "i32", load: "i32.load16_s", store: "i32.store16" },
      u16: { shift: 1, native: "i32", load: "i32.load16_u", store: "i32.store16" },
      i8: { shift: 0, native: "i32", load: "i32.load8_s", store: "i32.store8" },
      u8: { shift: 0, native: "i32", load: "i32.load8_u", store: "i32.store8" },
      u8c: { shift: 0, native: "i32", load: "i32.load8_u", store: "i32.store8" }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/convert.ts
function convertScalar(code, helpers2, mode, from, to) {
  if (from === to) return;
  const instructions = plain[`${from}>${to}`];
  if (instructions) return code.op(...instructions);
  if (from === "f32") {
    code.op("f64.promote_f32");
    return convertScalar(code, helpers2, mode, "f64", to);
  }
  if (from === "f64" && mode === "wrap" && (to === "i32" || to === "u32")) return code.call(helpers2.toInt32);
  const truncate = exact[to];
  if (from !== "f64" || mode !== "exact" || !truncate) throw new Error(`no conversion ${mode} from ${from} to ${to}`);
  code.op(truncate);
}
function convertForStore(code, helpers2, from, element2) {
  if (element2 !== "u8c") return convertScalar(code, helpers2, "wrap", from, elementInfo(element2).native);
  if (from === "i32" || from === "u32") {
    convertScalar(code, helpers2, "value", from, "f64");
  } else if (from === "f32") code.op("f64.promote_f32");
  code.op("f64.nearest");
  code.f64(255);
  code.op("f64.min", "i32.trunc_sat_f64_u");
}
var plain, exact;
var init_convert2 = __esm({
  "../../work/main/packages/compiler/src/wasm/convert.ts"() {
    "use strict";
    init_elements();
    plain = {
      "f64>f32": ["f32.demote_f64"],
      "f32>f64": ["f64.promote_f32"],
      "i32>f64": ["f64.convert_i32_s"],
      "i32>f32": ["f32.convert_i32_s"],
      "i32>u32": [],
      "i32>i64": ["i64.extend_i32_s"],
      "i32>u64": ["i64.extend_i32_s"],
      "u32>f64": ["f64.convert_i32_u"],
      "u32>f32": ["f32.convert_i32_u"],
      "u32>i32": [],
      "u32>i64": ["i64.extend_i32_u"],
      "u32>u64": ["i64.extend_i32_u"],
      "i64>f64": ["f64.convert_i64_s"],
      "i64>f32": ["f32.convert_i64_s"],
      "i64>u64": [],
      "i64>i32": ["i32.wrap_i64"],
      "i64>u32": ["i32.wrap_i64"],
      "u64>f64": ["f64.convert_i64_u"],
      "u64>f32": ["f32.convert_i64_u"],
      "u64>i64": [],
      "u64>i32": ["i32.wrap_i64"],
      "u64>u32": ["i32.wrap_i64"],
      "bool>i32": [],
      "bool>u32": [],
      "bool>f64": ["f64.convert_i32_u"],
      "bool>f32": ["f32.convert_i32_u"],
      "bool>i64": ["i64.extend_i32_u"],
      "bool>u64": ["i64.extend_i32_u"]
    };
    exact = {
      i32: "i32.trunc_sat_f64_s",
      u32: "i32.trunc_sat_f64_u",
      i64: "i64.trunc_sat_f64_s",
      u64: "i64.trunc_sat_f64_u"
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/scalar-access.ts
function subscript(environment3, array, index, bounds2) {
  if (bounds2 === "strict") throw new Error(`a strict access to ${array.name} reached the back end`);
  const { code } = environment3;
  const local = code.local("i32");
  environment3.push(index);
  if (index.type === "f64") code.op("i32.trunc_sat_f64_s");
  code.set(local);
  if (bounds2 === "guarded") return { local, tested: false };
  code.get(local);
  code.get(environment3.array(array).length);
  code.op("i32.lt_u");
  if (index.type === "f64") {
    code.get(local);
    code.op("f64.convert_i32_s");
    environment3.push(index);
    code.op("f64.eq", "i32.and");
  }
  return { local, tested: true };
}
function pushAddress(environment3, array, index) {
  const { code } = environment3;
  const { shift: shift2 } = elementInfo(array.element);
  code.get(environment3.array(array).base);
  code.get(index);
  if (shift2 > 0) {
    code.i32(shift2);
    code.op("i32.shl");
  }
  code.op("i32.add");
}
function emitScalarLoad(environment3, operation, bounds2 = operation.bounds) {
  const { code } = environment3;
  const { result: result2, array } = operation;
  const { load, native } = elementInfo(array.element);
  const { local, tested } = subscript(environment3, array, operation.index, bounds2);
  const read2 = () => {
    pushAddress(environment3, array, local);
    code.memory(load);
    convertScalar(code, environment3.helpers, "value", native, result2.type);
  };
  const target = environment3.declare(result2);
  if (!tested) {
    read2();
    code.set(target);
    return;
  }
  code.if(
    () => {
      read2();
      code.set(target);
    },
    () => {
      switch (wasmType(result2.type)) {
        case "i32":
          code.i32(0);
          break;
        case "i64":
          code.i64(0n);
          break;
        case "f32":
          code.f32(NaN);
          break;
        default:
          code.f64(NaN);
      }
      code.set(target);
    }
  );
}
function emitScalarStore(environment3, operation) {
  const { code } = environment3;
  const { array, value } = operation;
  const { local, tested } = subscript(environment3, array, operation.index, operation.bounds);
  const write2 = () => {
    pushAddress(environment3, array, local);
    environment3.push(value);
    convertForStore(code, environment3.helpers, value.type, array.element);
    code.memory(elementInfo(array.element).store);
  };
  if (tested) code.if(write2);
  else write2();
}
var init_scalar_access = __esm({
  "../../work/main/packages/compiler/src/wasm/scalar-access.ts"() {
    "use strict";
    init_convert2();
    init_elements();
    init_environment();
  }
});

// ../../work/main/packages/compiler/src/wasm/scalar.ts
function compareOpcode(type, relation) {
  const wasm = wasmType(type);
  if (wasm === "f64" || wasm === "f32") return `${wasm}.${relation}`;
  if (wasm === "v128") throw new Error("a vector is no scalar");
  if (relation === "eq" || relation === "ne") return `${wasm}.${relation}`;
  return isSigned(type) ? `${wasm}.${relation}_s` : `${wasm}.${relation}_u`;
}
function emitUnary(environment3, { operator, operand: operand2 }) {
  const { code } = environment3;
  const { type } = operand2;
  const wasm = wasmType(type);
  switch (operator) {
    case "not":
      environment3.push(operand2);
      return code.op("i32.eqz");
    case "clz":
      environment3.push(operand2);
      return code.op("i32.clz");
    case "neg":
    case "abs": {
      if (isFloat2(type)) {
        environment3.push(operand2);
        return code.op(`${type}.${operator}`);
      }
      const integer = wasm === "i64" ? "i64" : "i32";
      const zero = () => {
        if (integer === "i64") code.i64(0n);
        else code.i32(0);
      };
      if (operator === "abs") environment3.push(operand2);
      zero();
      environment3.push(operand2);
      code.op(`${integer}.sub`);
      if (operator === "abs") {
        environment3.push(operand2);
        zero();
        code.op(`${integer}.ge_s`, "select");
      }
      return;
    }
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
    case "nearest":
      if (!isFloat2(type)) throw new Error(`${operator} of ${type}`);
      environment3.push(operand2);
      return code.op(`${type}.${operator}`);
    case "exponent":
      environment3.push(operand2);
      code.op("i64.reinterpret_f64");
      code.i64(52n);
      code.op("i64.shr_u");
      code.i64(0x7ffn);
      code.op("i64.and");
      code.i64(BigInt(EXPONENT_BIAS));
      return code.op("i64.sub", "f64.convert_i64_s");
    case "mantissa":
      environment3.push(operand2);
      code.op("i64.reinterpret_f64");
      code.i64(SIGN_AND_MANTISSA);
      code.op("i64.and");
      code.i64(EXPONENT_OF_ONE);
      return code.op("i64.or", "f64.reinterpret_i64");
    case "pow2":
      environment3.push(operand2);
      code.op("i64.trunc_sat_f64_s");
      code.i64(BigInt(EXPONENT_BIAS));
      code.op("i64.add");
      code.i64(52n);
      return code.op("i64.shl", "f64.reinterpret_i64");
    case "high":
      environment3.push(operand2);
      code.op("i64.reinterpret_f64");
      code.i64(HIGH_WORD);
      return code.op("i64.and", "f64.reinterpret_i64");
    default:
      assertExhaustive(operator, "emitUnary");
  }
}
function emitBinary(environment3, { operator, left, right }) {
  const { code } = environment3;
  const { type } = left;
  environment3.push(left);
  environment3.push(right);
  if (isFloat2(type)) {
    switch (operator) {
      case "add":
      case "sub":
      case "mul":
      case "div":
      case "min":
      case "max":
      case "copysign":
        return code.op(`${type}.${operator}`);
      default:
        throw new Error(`${operator} of ${type} reached the back end`);
    }
  }
  const wasm = wasmType(type) === "i64" ? "i64" : "i32";
  switch (operator) {
    case "add":
    case "sub":
    case "mul":
    case "and":
    case "or":
    case "xor":
    case "shl":
      return code.op(`${wasm}.${operator}`);
    case "div":
    case "rem":
    case "shr":
      return code.op(`${wasm}.${operator}_${isSigned(type) ? "s" : "u"}`);
    case "min":
    case "max":
      environment3.push(left);
      environment3.push(right);
      return code.op(compareOpcode(type, operator === "min" ? "lt" : "gt"), "select");
    case "copysign":
      throw new Error(`copysign of ${type}`);
    default:
      assertExhaustive(operator, "emitBinary");
  }
}
function emitCompare(environment3, { relation, left, right }) {
  environment3.push(left);
  environment3.push(right);
  environment3.code.op(compareOpcode(left.type, relation));
}
function assign(environment3, targets, values2) {
  for (const value of values2) environment3.push(value);
  for (const target of targets.toReversed()) environment3.code.set(target);
}
function emitScalarBlock(environment3, block, control) {
  for (const operation of block.operations) emitScalar(environment3, operation, control);
}
function emitScalar(environment3, operation, control) {
  const { code } = environment3;
  switch (operation.kind) {
    case "const":
      return environment3.bindConstant(operation.result, operation.value);
    case "unary":
      emitUnary(environment3, operation);
      return environment3.define(operation.result);
    case "binary":
      emitBinary(environment3, operation);
      return environment3.define(operation.result);
    case "compare":
      emitCompare(environment3, operation);
      return environment3.define(operation.result);
    case "select":
      environment3.push(operation.whenTrue);
      environment3.push(operation.whenFalse);
      environment3.push(operation.condition);
      code.op("select");
      return environment3.define(operation.result);
    case "convert":
      environment3.push(operation.operand);
      convertScalar(code, environment3.helpers, operation.mode, operation.operand.type, operation.result.type);
      return environment3.define(operation.result);
    case "length":
      code.get(environment3.array(operation.array).length);
      return environment3.define(operation.result);
    case "load":
      return emitScalarLoad(environment3, operation);
    case "store":
      return emitScalarStore(environment3, operation);
    case "if": {
      const targets = operation.results.map((result2) => environment3.declare(result2));
      const branch2 = (block) => () => {
        emitScalarBlock(environment3, block, control);
        assign(environment3, targets, block.yields);
      };
      environment3.push(operation.condition);
      return code.if(branch2(operation.then), branch2(operation.else));
    }
    case "loop":
      return emitLoop(environment3, operation, control);
    case "while": {
      const targets = bindCarried(environment3, operation.carried, operation.results);
      return code.block((exit) => code.loop((again) => {
        emitScalarBlock(environment3, operation.condition, control);
        environment3.push(operation.condition.yields[0]);
        code.op("i32.eqz");
        code.brIf(exit);
        emitScalarBlock(environment3, operation.body, control);
        assign(environment3, targets, operation.body.yields);
        code.br(again);
      }));
    }
    case "parfor":
    case "single":
    case "barrier":
    case "allreduce":
    case "rankrange":
    case "for":
    case "call":
      if (!control(operation)) throw new Error(`${operation.kind} reached the back end in ${code.name}`);
      return;
    default:
      assertExhaustive(operation, "emitScalar");
  }
}
function bindCarried(environment3, carried, results2) {
  const targets = carried.map((one2) => environment3.declare(one2.parameter));
  assign(environment3, targets, carried.map((one2) => one2.initial));
  results2.forEach((result2, index) => environment3.bind(result2, targets[index]));
  return targets;
}
function emitLoop(environment3, operation, control) {
  const { code } = environment3;
  const targets = bindCarried(environment3, operation.carried, operation.results);
  const trip = environment3.declare(operation.trip);
  code.i32(0);
  code.set(trip);
  code.block((exit) => code.loop((again) => {
    code.get(trip);
    environment3.push(operation.trips);
    code.op("i32.ge_s");
    code.brIf(exit);
    emitScalarBlock(environment3, operation.body, control);
    assign(environment3, targets, operation.body.yields);
    code.get(trip);
    code.i32(1);
    code.op("i32.add");
    code.set(trip);
    code.br(again);
  }));
}
var isFloat2, isSigned, EXPONENT_BIAS, SIGN_AND_MANTISSA, EXPONENT_OF_ONE, HIGH_WORD;
var init_scalar = __esm({
  "../../work/main/packages/compiler/src/wasm/scalar.ts"() {
    "use strict";
    init_walk();
    init_convert2();
    init_environment();
    init_scalar_access();
    isFloat2 = (type) => type === "f64" || type === "f32";
    isSigned = (type) => type === "i32" || type === "i64";
    EXPONENT_BIAS = 1023;
    SIGN_AND_MANTISSA = 0x800fffffffffffffn;
    EXPONENT_OF_ONE = 0x3ff0000000000000n;
    HIGH_WORD = 0xffffffff00000000n;
  }
});

// ../../work/main/packages/compiler/src/wasm/reduction.ts
function cellOpcodes(type) {
  const wasm = wasmType(type);
  if (wasm === "v128") throw new Error("a cell holds scalars");
  return { load: `${wasm}.load`, store: `${wasm}.store` };
}
function cellSize(type) {
  const wasm = wasmType(type);
  return wasm === "i32" || wasm === "f32" ? 4 : 8;
}
function identity2(combine2, type) {
  const float = type === "f64" || type === "f32";
  const limits2 = integerLimits[type];
  switch (combine2.kind) {
    case "sum":
      return float ? -0 : 0n;
    case "product":
      return float ? 1 : 1n;
    case "min":
      return limits2 ? limits2[1] : Infinity;
    case "max":
      return limits2 ? limits2[0] : -Infinity;
    case "and":
      return type === "bool" ? 1n : -1n;
    case "or":
    case "xor":
      return 0n;
    default:
      return void 0;
  }
}
function pushNumber(environment3, type, value) {
  const { code } = environment3;
  switch (wasmType(type)) {
    case "i32":
      return code.i32(Number(BigInt.asIntN(32, BigInt(value))));
    case "i64":
      return code.i64(BigInt(value));
    case "f32":
      return code.f32(Number(value));
    default:
      return code.f64(Number(value));
  }
}
function pushStart(environment3, parfor2, index) {
  const { parameter, initial } = parfor2.carried[index];
  const start2 = identity2(parfor2.combines[index], parameter.type);
  if (start2 === void 0) environment3.push(initial);
  else pushNumber(environment3, parameter.type, start2);
}
function loadRecord(environment3, parfor2, address) {
  return parfor2.carried.map(({ parameter }, index) => {
    const local = environment3.code.local(wasmType(parameter.type));
    address();
    environment3.code.memory(cellOpcodes(parameter.type).load, index * CELL2);
    environment3.code.set(local);
    return local;
  });
}
function storeRecord(environment3, parfor2, address, values2) {
  parfor2.carried.forEach(({ parameter }, index) => {
    address();
    environment3.code.get(values2[index]);
    environment3.code.memory(cellOpcodes(parameter.type).store, index * CELL2);
  });
}
function emitCombine(environment3, parfor2, left, right) {
  const { code } = environment3;
  const taken = /* @__PURE__ */ new Map();
  const leader = (index) => {
    const combine2 = parfor2.combines[index];
    if (combine2.kind === "companion") return combine2.of;
    if (combine2.kind === "winner") return parfor2.combines.findIndex((one2) => "winner" in one2 && one2.winner === index);
    return index;
  };
  return parfor2.combines.map((combine2, index) => {
    const { type } = parfor2.carried[index].parameter;
    const wasm = wasmType(type);
    const out = code.local(wasm);
    switch (combine2.kind) {
      case "sum":
      case "product":
      case "and":
      case "or":
      case "xor":
        code.get(left[index]);
        code.get(right[index]);
        code.op(`${wasm}.${arithmetic[combine2.kind]}`);
        break;
      case "min":
      case "max":
        code.get(left[index]);
        code.get(right[index]);
        if (wasm === "f64" || wasm === "f32") code.op(`${wasm}.${combine2.kind}`);
        else {
          code.get(left[index]);
          code.get(right[index]);
          code.op(compareOpcode(type, combine2.kind === "min" ? "lt" : "gt"), "select");
        }
        break;
      default: {
        const by = leader(index);
        let choice2 = taken.get(by);
        if (choice2 === void 0) taken.set(by, choice2 = emitChoice(environment3, parfor2, by, left, right));
        code.get(right[index]);
        code.get(left[index]);
        code.get(choice2);
        code.op("select");
      }
    }
    code.set(out);
    return out;
  });
}
function emitChoice(environment3, parfor2, index, left, right) {
  const { code } = environment3;
  const combine2 = parfor2.combines[index];
  if (!("winner" in combine2)) throw new Error(`combine ${combine2.kind} has no winner`);
  const winnerType = parfor2.carried[combine2.winner].parameter.type;
  if (winnerType !== "i32") throw new Error(`the number of a winning trip is i32, not ${winnerType}`);
  const [a, b] = [left[combine2.winner], right[combine2.winner]];
  const earlier = ("tie" in combine2 ? combine2.tie : combine2.kind) === "first";
  const byTrip = () => {
    code.get(b);
    code.get(a);
    code.op(earlier ? "i32.lt_s" : "i32.gt_s");
  };
  code.get(b);
  code.i32(-1);
  code.op("i32.ne");
  if (combine2.kind === "first" || combine2.kind === "last") byTrip();
  else {
    const { type } = parfor2.carried[index].parameter;
    const values2 = () => {
      code.get(right[index]);
      code.get(left[index]);
    };
    values2();
    code.op(compareOpcode(type, combine2.kind === "least" ? "lt" : "gt"));
    values2();
    code.op(compareOpcode(type, "eq"));
    byTrip();
    code.op("i32.and", "i32.or");
  }
  code.op("i32.and");
  code.get(a);
  code.i32(-1);
  code.op("i32.eq", "i32.or");
  const choice2 = code.local("i32");
  code.set(choice2);
  return choice2;
}
var CELL2, integerLimits, arithmetic, SubtreeStack;
var init_reduction = __esm({
  "../../work/main/packages/compiler/src/wasm/reduction.ts"() {
    "use strict";
    init_environment();
    init_scalar();
    CELL2 = 8;
    integerLimits = {
      i32: [-(2n ** 31n), 2n ** 31n - 1n],
      u32: [0n, 2n ** 32n - 1n],
      i64: [-(2n ** 63n), 2n ** 63n - 1n],
      u64: [0n, 2n ** 64n - 1n]
    };
    arithmetic = { sum: "add", product: "mul", and: "and", or: "or", xor: "xor" };
    SubtreeStack = class {
      environment;
      merge;
      record;
      pushBase;
      top;
      count;
      /** `pushBase` pushes the address of the bottom; `merge` combines the record at its first address with that at its second. */
      constructor(environment3, merge3, record, pushBase) {
        this.environment = environment3;
        this.merge = merge3;
        this.record = record;
        this.pushBase = pushBase;
        this.top = environment3.code.local("i32");
        this.count = environment3.code.local("i32");
      }
      reset() {
        const { code } = this.environment;
        this.pushBase();
        code.set(this.top);
        code.i32(0);
        code.set(this.count);
      }
      /** Pushes the address at which the next subtree is to be stored; `pushed` follows. */
      address() {
        this.environment.code.get(this.top);
      }
      pushed() {
        const { code } = this.environment;
        const rest = code.local("i32");
        code.get(this.top);
        code.i32(this.record);
        code.op("i32.add");
        code.set(this.top);
        code.get(this.count);
        code.i32(1);
        code.op("i32.add");
        code.tee(this.count);
        code.set(rest);
        code.block((done) => code.loop((again) => {
          code.get(rest);
          code.i32(1);
          code.op("i32.and");
          code.brIf(done);
          this.mergeTop();
          code.get(rest);
          code.i32(1);
          code.op("i32.shr_u");
          code.set(rest);
          code.br(again);
        }));
      }
      /** Leaves the whole tree at the bottom. */
      finish() {
        const { code } = this.environment;
        code.block((done) => code.loop((again) => {
          code.get(this.top);
          this.pushBase();
          code.i32(this.record);
          code.op("i32.add", "i32.le_u");
          code.brIf(done);
          this.mergeTop();
          code.br(again);
        }));
      }
      mergeTop() {
        const { code } = this.environment;
        code.get(this.top);
        code.i32(2 * this.record);
        code.op("i32.sub");
        code.get(this.top);
        code.i32(this.record);
        code.op("i32.sub");
        code.tee(this.top);
        code.call(this.merge);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/kernel.ts
function usesAndDefinitions(root) {
  const used2 = /* @__PURE__ */ new Set();
  const defined = /* @__PURE__ */ new Set();
  const visit3 = (operation) => {
    for (const value of operands(operation)) used2.add(value);
    for (const value of results(operation)) defined.add(value);
    for (const value of blockParameters(operation)) defined.add(value);
    for (const block of nestedBlocks(operation)) {
      for (const value of block.yields) used2.add(value);
      for (const one2 of block.operations) visit3(one2);
    }
  };
  visit3(root);
  return { used: used2, defined };
}
var Kernel;
var init_kernel = __esm({
  "../../work/main/packages/compiler/src/wasm/kernel.ts"() {
    "use strict";
    init_descriptor();
    init_walk();
    init_environment();
    init_frame();
    init_helpers();
    init_module();
    init_reduction();
    Kernel = class {
      region;
      layout;
      module;
      helpers;
      barrier;
      constants = /* @__PURE__ */ new Map();
      merges = /* @__PURE__ */ new Map();
      constructor(region3, layout) {
        this.region = region3;
        this.layout = layout;
        this.module = new ModuleBuilder(region3.name);
        this.barrier = this.module.importFunction("barrier", { parameters: ["i32"], results: [] });
        this.helpers = new Helpers(this.module);
        for (const block of [region3.prologue, region3.body]) {
          forEachOperation(block, (operation) => {
            if (operation.kind === "const") this.constants.set(operation.result, operation.value);
          });
        }
      }
      environment(code, frame) {
        return new Environment(code, frame, this.helpers);
      }
      /** Values from outside that a part of the region uses. Constants are repeated inside instead of being handed over. */
      liveIns(operation, constants3) {
        const { used: used2, defined } = usesAndDefinitions(operation);
        const liveIns = [];
        for (const value of used2) {
          if (defined.has(value)) continue;
          const constant = this.constants.get(value);
          if (constant === void 0) liveIns.push(value);
          else constants3.set(value, constant);
        }
        return liveIns;
      }
      /** Address and length of the arrays that these blocks use, from the frame into locals. */
      loadArrays(environment3, blocks2) {
        const used2 = /* @__PURE__ */ new Set();
        for (const block of blocks2) {
          forEachOperation(block, (operation) => {
            if ("array" in operation) used2.add(operation.array);
          });
        }
        const { code } = environment3;
        for (const array of used2) {
          const number4 = this.region.arrays.indexOf(array);
          if (number4 < 0) throw new Error(`array ${array.name} is no parameter of ${this.region.name}`);
          const locals = { base: code.local("i32"), length: code.local("i32") };
          const offset = this.layout.arrays + 8 * number4;
          code.get(environment3.frame);
          code.memory("i32.load", offset);
          code.set(locals.base);
          code.get(environment3.frame);
          code.memory("i32.load", offset + 4);
          code.set(locals.length);
          environment3.bindArray(array, locals);
        }
      }
      /** (into, from): the record at `into` becomes into ⊕ from. */
      merge(parfor2) {
        let code = this.merges.get(parfor2);
        if (!code) {
          code = this.module.function(`merge_${parfor2.id}`, { parameters: ["i32", "i32"], results: [] });
          this.merges.set(parfor2, code);
          const environment3 = this.environment(code, 0);
          const target = code;
          const into = () => target.get(0);
          const left = loadRecord(environment3, parfor2, into);
          const right = loadRecord(environment3, parfor2, () => target.get(1));
          storeRecord(environment3, parfor2, into, emitCombine(environment3, parfor2, left, right));
        }
        return code;
      }
      /** (number, record): address of the n-th record, from base + n · size. */
      pushRecord(code, parfor2, pushBase, pushNumber2) {
        pushBase();
        pushNumber2();
        code.i32(recordBytes(parfor2));
        code.op("i32.mul", "i32.add");
      }
      pushNextChunk(code, team2) {
        code.get(team2);
        code.i32(1);
        code.memory("i32.atomic.rmw.add", TEAM_NEXT_CHUNK);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/lane-values.ts
function isWide3(type) {
  return type === "f64" || type === "i64" || type === "u64";
}
function vectorShape(type) {
  const wasm = wasmType(type);
  return wasm === "f64" ? "f64x2" : wasm === "f32" ? "f32x4" : wasm === "i64" ? "i64x2" : "i32x4";
}
function constantBytes(type, constant) {
  switch (vectorShape(type)) {
    case "f64x2":
      return new Uint8Array(new Float64Array(2).fill(Number(constant)).buffer);
    case "f32x4":
      return new Uint8Array(new Float32Array(4).fill(Number(constant)).buffer);
    case "i64x2":
      return new Uint8Array(new BigInt64Array(2).fill(BigInt.asIntN(64, BigInt(constant))).buffer);
    case "i32x4":
      return new Uint8Array(new Int32Array(4).fill(Number(constant) | 0).buffer);
  }
}
var LaneValues;
var init_lane_values = __esm({
  "../../work/main/packages/compiler/src/wasm/lane-values.ts"() {
    "use strict";
    init_environment();
    LaneValues = class {
      environment;
      code;
      lanes;
      varying;
      affine;
      definitions = /* @__PURE__ */ new Map();
      vectors = /* @__PURE__ */ new Map();
      /** These are computed where they are first needed, and forgotten at the end of the block in which that was. */
      masks = /* @__PURE__ */ new Map();
      splats = /* @__PURE__ */ new Map();
      firsts = /* @__PURE__ */ new Map();
      spread = /* @__PURE__ */ new Map();
      constructor(environment3, lanes, varying, affine, block) {
        this.environment = environment3;
        this.code = environment3.code;
        this.lanes = lanes;
        this.varying = varying;
        this.affine = affine;
        this.findDefinitions(block.operations);
      }
      findDefinitions(operations) {
        for (const operation of operations) {
          if ("result" in operation) this.definitions.set(operation.result, operation);
          switch (operation.kind) {
            case "if":
              this.findDefinitions(operation.then.operations);
              this.findDefinitions(operation.else.operations);
              break;
            case "loop":
              this.findDefinitions(operation.body.operations);
              break;
            case "while":
            case "maskedwhile":
              this.findDefinitions(operation.condition.operations);
              this.findDefinitions(operation.body.operations);
              if (operation.kind === "maskedwhile") {
                this.definitions.set(operation.entered, operation);
                this.definitions.set(operation.active, operation);
              }
              break;
            case "when":
              this.findDefinitions(operation.body.operations);
              break;
            default:
          }
        }
      }
      /** Vectors of a value of this type. */
      count(type) {
        return this.lanes * (isWide3(type) ? 8 : 4) / 16;
      }
      perVector(type) {
        return isWide3(type) ? 2 : 4;
      }
      isVarying(value) {
        return this.varying.has(value);
      }
      fresh(count3) {
        return Array.from({ length: count3 }, () => this.code.local("v128"));
      }
      /** What is derived inside `body` is forgotten afterwards: it may not have run. */
      scoped(body) {
        const saved = [this.masks, this.splats, this.firsts, this.spread];
        this.masks = new Map([...this.masks].map(([value, forms]) => [value, new Map(forms)]));
        this.splats = new Map(this.splats);
        this.firsts = new Map(this.firsts);
        this.spread = new Map(this.spread);
        body();
        const inner = this.masks;
        [this.masks, this.splats, this.firsts, this.spread] = saved;
        for (const [value, forms] of inner) {
          if (!this.masks.has(value)) this.masks.set(value, new Map([...forms].slice(0, 1)));
        }
      }
      bind(value, locals) {
        if (value.type === "bool") this.masks.set(value, /* @__PURE__ */ new Map([[this.maskWidth(value), locals]]));
        else this.vectors.set(value, locals);
      }
      bindMask(value, width, locals) {
        this.masks.set(value, /* @__PURE__ */ new Map([[width, locals]]));
      }
      /** Locals for a value that control flow assigns; uniform values get their scalar. */
      allocate(value) {
        if (!this.isVarying(value)) return [this.environment.declare(value)];
        const locals = this.fresh(value.type === "bool" ? this.lanes * this.maskWidth(value) / 128 : this.count(value.type));
        this.bind(value, locals);
        return locals;
      }
      alias(value, locals) {
        if (this.isVarying(value)) this.bind(value, locals);
        else this.environment.bind(value, locals[0]);
      }
      /** Pushes all parts of `value` in the form in which `target` was allocated. */
      pushAll(value, target) {
        if (!this.isVarying(target)) return this.environment.push(value);
        if (target.type !== "bool") {
          for (let vector = 0; vector < this.count(target.type); vector++) this.push(value, vector);
          return;
        }
        const width = this.maskWidth(target);
        for (let vector = 0; vector < this.lanes * width / 128; vector++) this.pushMask(value, width, vector);
      }
      /** Takes all vectors of the result from `emit`, which leaves one on the stack at each call. */
      define(result2, emit) {
        const locals = this.fresh(this.count(result2.type));
        locals.forEach((local, vector) => {
          emit(vector);
          this.code.set(local);
        });
        this.vectors.set(result2, locals);
      }
      defineMask(result2, width, emit) {
        const locals = this.fresh(this.lanes * width / 128);
        locals.forEach((local, vector) => {
          emit(vector);
          this.code.set(local);
        });
        this.bindMask(result2, width, locals);
      }
      /** Number, not mask. */
      push(value, vector) {
        if (!this.isVarying(value)) return this.pushSplat(value);
        this.code.get(this.locals(value)[vector]);
      }
      locals(value) {
        const locals = this.vectors.get(value) ?? this.spread.get(value);
        if (locals) return locals;
        const stride = this.affine.get(value)?.stride;
        if (stride === void 0) throw new Error(`%${value.id} has no vectors in ${this.code.name}`);
        return this.spreadOut(value, stride);
      }
      /** An affine value as vectors: its value in lane 0 plus the multiples of the stride. */
      spreadOut(value, stride) {
        const { code } = this;
        const first = this.first(value);
        const locals = this.fresh(this.count("i32"));
        locals.forEach((local, vector) => {
          code.get(first);
          code.op("i32x4.splat");
          code.v128(new Uint8Array(Int32Array.from([0, 1, 2, 3], (lane) => (vector * 4 + lane) * stride).buffer));
          code.op("i32x4.add");
          code.set(local);
        });
        this.spread.set(value, locals);
        return locals;
      }
      isAffine(value) {
        return this.affine.has(value);
      }
      bindFirst(value, local) {
        this.firsts.set(value, local);
      }
      /** A local with the value that lane 0 has, of a value that is uniform or affine. */
      first(value) {
        const known2 = this.firsts.get(value);
        if (known2 !== void 0) return known2;
        const { code } = this;
        const local = code.local("i32");
        if (!this.isVarying(value)) this.environment.push(value);
        else {
          const definition = this.affine.get(value)?.definition;
          if (!definition) throw new Error(`%${value.id} is not affine`);
          if (definition.kind === "convert") code.get(this.first(definition.operand));
          else {
            code.get(this.first(definition.left));
            code.get(this.first(definition.right));
            code.op(`i32.${definition.operator}`);
          }
        }
        code.set(local);
        this.firsts.set(value, local);
        return local;
      }
      pushSplat(value) {
        const constant = this.environment.constant(value);
        if (constant !== void 0) return this.code.v128(constantBytes(value.type, constant));
        this.code.get(this.splat(value));
      }
      /** A local with the uniform value in all lanes. */
      splat(value) {
        let local = this.splats.get(value);
        if (local === void 0) {
          local = this.code.local("v128");
          if (value.type === "bool") {
            this.code.i32(0);
            this.environment.push(value);
            this.code.op("i32.sub", "i32x4.splat");
          } else {
            this.environment.push(value);
            this.code.op(`${vectorShape(value.type)}.splat`);
          }
          this.code.set(local);
          this.splats.set(value, local);
        }
        return local;
      }
      pushMask(value, width, vector) {
        if (!this.isVarying(value)) {
          const constant = this.environment.constant(value);
          if (constant === void 0) return this.code.get(this.splat(value));
          return this.code.v128(new Uint8Array(16).fill(constant ? 255 : 0));
        }
        this.code.get(this.maskLocals(value, width)[vector]);
      }
      maskLocals(value, width) {
        const forms = this.masks.get(value);
        if (!forms) throw new Error(`%${value.id} has no mask in ${this.code.name}`);
        let locals = forms.get(width);
        if (!locals) forms.set(width, locals = width === 32 ? this.narrowMask(forms.get(64)) : this.widenMask(forms.get(32)));
        return locals;
      }
      /** The width in which a mask is there already: asking for it costs nothing. */
      ownWidth(value) {
        return this.masks.get(value)?.has(64) ? 64 : 32;
      }
      narrowMask(wide) {
        const { code } = this;
        return this.fresh(wide.length / 2).map((local, vector) => {
          code.get(wide[2 * vector]);
          code.get(wide[2 * vector + 1]);
          code.shuffle(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
          code.set(local);
          return local;
        });
      }
      widenMask(narrow2) {
        const { code } = this;
        return this.fresh(narrow2.length * 2).map((local, vector) => {
          code.get(narrow2[vector >> 1]);
          code.op(vector % 2 === 0 ? "i64x2.extend_low_i32x4_s" : "i64x2.extend_high_i32x4_s");
          code.set(local);
          return local;
        });
      }
      /** The width in which a mask comes out of what computes it. */
      maskWidth(value, seen = /* @__PURE__ */ new Set()) {
        const own2 = this.masks.get(value);
        if (own2) return [...own2.keys()][0];
        if (!this.isVarying(value) || seen.has(value)) return 32;
        seen.add(value);
        const wider = (values2) => values2.some((one2) => this.maskWidth(one2, seen) === 64) ? 64 : 32;
        const definition = this.definitions.get(value);
        switch (definition?.kind) {
          case "compare":
            return definition.left.type !== "bool" ? isWide3(definition.left.type) ? 64 : 32 : wider([definition.left, definition.right]);
          case "binary":
            return wider([definition.left, definition.right]);
          case "unary":
            return wider([definition.operand]);
          case "select":
            return wider([definition.whenTrue, definition.whenFalse]);
          case "maskedwhile":
            return wider([definition.condition.yields[0], ...definition.mask ? [definition.mask] : []]);
          default:
            return 32;
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/lane-arithmetic.ts
function emitLaneByLane(values2, operation) {
  const { code, environment: environment3 } = values2;
  const { result: result2 } = operation;
  if (result2.type === "bool") throw new Error(`${operation.kind} lane by lane has no mask`);
  const inputs2 = [...new Set(operands(operation))].filter((value) => values2.isVarying(value));
  const scalars = new Map(inputs2.map((value) => [value, code.local(wasmType(value.type))]));
  const shape = vectorShape(result2.type);
  const per = values2.perVector(result2.type);
  values2.define(result2, (vector) => {
    for (let lane = 0; lane < per; lane++) {
      for (const [value, local] of scalars) {
        pushLane(values2, value, vector * per + lane);
        code.set(local);
        environment3.bind(value, local);
      }
      emitScalar(environment3, operation, () => false);
      environment3.push(result2);
      if (lane === 0) code.op(`${shape}.splat`);
      else code.lane(`${shape}.replace_lane`, lane);
    }
  });
}
function pushLane(values2, value, lane) {
  const { code } = values2;
  if (!values2.isVarying(value)) return values2.environment.push(value);
  if (value.type === "bool") {
    const width = values2.ownWidth(value);
    const per2 = 128 / width;
    values2.pushMask(value, width, Math.floor(lane / per2));
    if (width === 32) code.lane("i32x4.extract_lane", lane % per2);
    else {
      code.lane("i64x2.extract_lane", lane % per2);
      code.op("i32.wrap_i64");
    }
    code.i32(1);
    code.op("i32.and");
    return;
  }
  const per = values2.perVector(value.type);
  values2.push(value, Math.floor(lane / per));
  code.lane(`${vectorShape(value.type)}.extract_lane`, lane % per);
}
function emitLaneUnary(values2, operation) {
  const { code } = values2;
  const { operator, operand: operand2, result: result2 } = operation;
  const shape = vectorShape(operand2.type);
  switch (operator) {
    case "not": {
      const width = values2.ownWidth(operand2);
      return values2.defineMask(result2, width, (vector) => {
        values2.pushMask(operand2, width, vector);
        code.op("v128.not");
      });
    }
    case "clz":
      return emitLaneByLane(values2, operation);
    case "neg":
    case "abs":
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.op(`${shape}.${operator}`);
      });
    case "sqrt":
    case "floor":
    case "ceil":
    case "trunc":
    case "nearest":
      if (shape !== "f64x2" && shape !== "f32x4") throw new Error(`${operator} of ${operand2.type}`);
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.op(`${shape}.${operator}`);
      });
    case "exponent":
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.i32(52);
        code.op("i64x2.shr_u");
        code.v128(bits2(0x7ffn));
        code.op("v128.and");
        code.v128(constantBytes("f64", INTEGER_MAGIC));
        code.op("v128.or");
        code.v128(constantBytes("f64", INTEGER_MAGIC + EXPONENT_BIAS));
        code.op("f64x2.sub");
      });
    case "mantissa":
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.v128(bits2(SIGN_AND_MANTISSA));
        code.op("v128.and");
        code.v128(bits2(EXPONENT_OF_ONE));
        code.op("v128.or");
      });
    case "pow2":
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.v128(constantBytes("f64", INTEGER_MAGIC + EXPONENT_BIAS));
        code.op("f64x2.add");
        code.i32(52);
        code.op("i64x2.shl");
      });
    case "high":
      return values2.define(result2, (vector) => {
        values2.push(operand2, vector);
        code.v128(bits2(HIGH_WORD));
        code.op("v128.and");
      });
    default:
      assertExhaustive(operator, "emitLaneUnary");
  }
}
function emitMaskBinary(values2, { operator, left, right, result: result2 }) {
  if (operator !== "and" && operator !== "or" && operator !== "xor") throw new Error(`${operator} of bool`);
  const width = commonWidth(values2, [left, right]);
  values2.defineMask(result2, width, (vector) => {
    values2.pushMask(left, width, vector);
    values2.pushMask(right, width, vector);
    values2.code.op(`v128.${operator}`);
  });
}
function commonWidth(values2, masks) {
  return masks.some((mask) => values2.isVarying(mask) && values2.ownWidth(mask) === 64) ? 64 : 32;
}
function emitLaneBinary(values2, operation) {
  const { code, environment: environment3 } = values2;
  const { operator, left, right, result: result2 } = operation;
  if (left.type === "bool") return emitMaskBinary(values2, operation);
  const shape = vectorShape(left.type);
  const both2 = (vector) => {
    values2.push(left, vector);
    values2.push(right, vector);
  };
  const signed = left.type === "i32" || left.type === "i64";
  if (shape === "f64x2" || shape === "f32x4") {
    switch (operator) {
      case "add":
      case "sub":
      case "mul":
      case "div":
      case "min":
      case "max":
        return values2.define(result2, (vector) => {
          both2(vector);
          code.op(`${shape}.${operator}`);
        });
      case "copysign": {
        const sign2 = shape === "f64x2" ? bits2(1n << 63n) : constantBytes("i32", 1 << 31);
        return values2.define(result2, (vector) => {
          values2.push(right, vector);
          values2.push(left, vector);
          code.v128(sign2);
          code.op("v128.bitselect");
        });
      }
      default:
        throw new Error(`${operator} of ${left.type} reached the back end`);
    }
  }
  switch (operator) {
    case "add":
    case "sub":
    case "mul":
      return values2.define(result2, (vector) => {
        both2(vector);
        code.op(`${shape}.${operator}`);
      });
    case "and":
    case "or":
    case "xor":
      return values2.define(result2, (vector) => {
        both2(vector);
        code.op(`v128.${operator}`);
      });
    case "shl":
    case "shr": {
      if (values2.isVarying(right)) return emitLaneByLane(values2, operation);
      const opcode = operator === "shl" ? `${shape}.shl` : `${shape}.shr_${signed ? "s" : "u"}`;
      return values2.define(result2, (vector) => {
        values2.push(left, vector);
        environment3.push(right);
        if (shape === "i64x2") code.op("i32.wrap_i64");
        code.op(opcode);
      });
    }
    case "min":
    case "max":
      if (shape === "i32x4") return values2.define(result2, (vector) => {
        both2(vector);
        code.op(`i32x4.${operator}_${signed ? "s" : "u"}`);
      });
      return values2.define(result2, (vector) => {
        both2(vector);
        pushCompare(values2, operator === "min" ? "lt" : "gt", left, right, vector);
        code.op("v128.bitselect");
      });
    case "div":
    case "rem":
      return emitLaneByLane(values2, operation);
    case "copysign":
      throw new Error(`copysign of ${left.type}`);
    default:
      assertExhaustive(operator, "emitLaneBinary");
  }
}
function pushCompare(values2, relation, left, right, vector) {
  const { code } = values2;
  const shape = vectorShape(left.type);
  const equality = relation === "eq" || relation === "ne";
  const biased = left.type === "u64" && !equality;
  for (const value of [left, right]) {
    values2.push(value, vector);
    if (biased) {
      code.v128(bits2(1n << 63n));
      code.op("v128.xor");
    }
  }
  if (shape === "f64x2" || shape === "f32x4") return code.op(`${shape}.${relation}`);
  if (relation === "eq" || relation === "ne") return code.op(`${shape}.${relation}`);
  if (shape === "i64x2") return code.op(`i64x2.${relation}_s`);
  code.op(`i32x4.${relation}_${left.type === "i32" ? "s" : "u"}`);
}
function emitLaneCompare(values2, { relation, left, right, result: result2 }) {
  if (left.type === "bool") {
    const width = commonWidth(values2, [left, right]);
    return values2.defineMask(result2, width, (vector) => {
      values2.pushMask(left, width, vector);
      values2.pushMask(right, width, vector);
      values2.code.op("v128.xor");
      if (relation === "eq") values2.code.op("v128.not");
      else if (relation !== "ne") throw new Error(`${relation} of bool`);
    });
  }
  values2.defineMask(result2, isWide3(left.type) ? 64 : 32, (vector) => pushCompare(values2, relation, left, right, vector));
}
function emitLaneSelect(values2, { condition, whenTrue, whenFalse, result: result2 }) {
  const { code } = values2;
  if (result2.type === "bool") {
    const width2 = commonWidth(values2, [whenTrue, whenFalse]);
    return values2.defineMask(result2, width2, (vector) => {
      values2.pushMask(whenTrue, width2, vector);
      values2.pushMask(whenFalse, width2, vector);
      values2.pushMask(condition, width2, vector);
      code.op("v128.bitselect");
    });
  }
  const width = isWide3(result2.type) ? 64 : 32;
  values2.define(result2, (vector) => {
    values2.push(whenTrue, vector);
    values2.push(whenFalse, vector);
    values2.pushMask(condition, width, vector);
    code.op("v128.bitselect");
  });
}
var INTEGER_MAGIC, bits2;
var init_lane_arithmetic = __esm({
  "../../work/main/packages/compiler/src/wasm/lane-arithmetic.ts"() {
    "use strict";
    init_walk();
    init_environment();
    init_lane_values();
    init_scalar();
    INTEGER_MAGIC = 2 ** 52;
    bits2 = (value) => constantBytes("u64", value);
  }
});

// ../../work/main/packages/compiler/src/wasm/lane-convert.ts
function emitLaneConvert(values2, operation) {
  const { operand: operand2, result: result2, mode } = operation;
  if (operand2.type === "bool") return convertMask(values2, operation);
  const converted2 = convertVectors(values2, mode, operand2.type, result2.type, (vector) => values2.push(operand2, vector));
  if (converted2) values2.bind(result2, converted2);
  else emitLaneByLane(values2, operation);
}
function convertMask(values2, { operand: operand2, result: result2 }) {
  const { type } = result2;
  values2.define(result2, (vector) => {
    values2.pushMask(operand2, isWide3(type) ? 64 : 32, vector);
    values2.code.v128(constantBytes(type, 1));
    values2.code.op("v128.and");
  });
}
function convertVectors(values2, mode, from, to, push) {
  const { code } = values2;
  const make3 = (emit) => values2.fresh(values2.count(to)).map((local, vector) => {
    emit(vector);
    code.set(local);
    return local;
  });
  const each = (...opcodes2) => make3((vector) => {
    push(vector);
    code.op(...opcodes2);
  });
  const packed = (lanes, ...opcodes2) => make3((vector) => {
    for (const half of [0, 1]) {
      push(2 * vector + half);
      code.op(...opcodes2);
    }
    code.shuffle(...lanes);
  });
  const lowHalf = (opcode) => make3((vector) => {
    push(vector >> 1);
    if (vector % 2 === 1) {
      push(vector >> 1);
      code.shuffle(...HIGH_HALF_DOWN);
    }
    code.op(opcode);
  });
  const sign2 = from === "i32" ? "s" : "u";
  if (from === to || isInt(from) && isInt(to) || isLong(from) && isLong(to)) return each();
  if (from === "f64" && to === "f32") return packed(LOW_HALVES, "f32x4.demote_f64x2_zero");
  if (from === "f32" && to === "f64") return lowHalf("f64x2.promote_low_f32x4");
  if (isInt(from) && to === "f64") return lowHalf(`f64x2.convert_low_i32x4_${sign2}`);
  if (isInt(from) && to === "f32") return each(`f32x4.convert_i32x4_${sign2}`);
  if (isInt(from) && isLong(to)) {
    return make3((vector) => {
      push(vector >> 1);
      code.op(vector % 2 === 0 ? `i64x2.extend_low_i32x4_${sign2}` : `i64x2.extend_high_i32x4_${sign2}`);
    });
  }
  if (isLong(from) && isInt(to)) return packed(LOW_DWORDS);
  if (from === "f64" && isInt(to)) {
    if (mode === "exact") return packed(LOW_HALVES, to === "i32" ? "i32x4.trunc_sat_f64x2_s_zero" : "i32x4.trunc_sat_f64x2_u_zero");
    return wrapToInt32(values2, push);
  }
  if (from === "f32" && isInt(to)) {
    if (mode === "exact") return each(to === "i32" ? "i32x4.trunc_sat_f32x4_s" : "i32x4.trunc_sat_f32x4_u");
    const doubles = convertVectors(values2, "value", "f32", "f64", push);
    return wrapToInt32(values2, (vector) => code.get(doubles[vector]));
  }
  return void 0;
}
function wrapToInt32(values2, push) {
  const { code, environment: environment3 } = values2;
  const truncated = values2.fresh(values2.count("f64"));
  const small = code.local("v128");
  truncated.forEach((local, vector) => {
    push(vector);
    code.op("f64x2.trunc");
    code.tee(local);
    code.op("f64x2.abs");
    code.v128(constantBytes("f64", WRAP_LIMIT));
    code.op("f64x2.le");
    if (vector > 0) {
      code.get(small);
      code.op("v128.and");
    }
    code.set(small);
  });
  const out = values2.fresh(values2.count("i32"));
  code.get(small);
  code.op("i64x2.all_true");
  code.if(() => {
    out.forEach((local, vector) => {
      for (const half of [0, 1]) {
        code.get(truncated[2 * vector + half]);
        code.v128(constantBytes("f64", WRAP_MAGIC));
        code.op("f64x2.add");
      }
      code.shuffle(...LOW_DWORDS);
      code.set(local);
    });
  }, () => {
    out.forEach((local, vector) => {
      for (let lane = 0; lane < 4; lane++) {
        if (lane > 0) code.get(local);
        code.get(truncated[2 * vector + (lane >> 1)]);
        code.lane("f64x2.extract_lane", lane & 1);
        code.call(environment3.helpers.toInt32);
        if (lane === 0) code.op("i32x4.splat");
        else code.lane("i32x4.replace_lane", lane);
        code.set(local);
      }
    });
  });
  return out;
}
function convertVectorsForStore(values2, from, element2, push) {
  const { code } = values2;
  const { native } = elementInfo(element2);
  if (element2 !== "u8c") {
    const converted2 = convertVectors(values2, "wrap", from, native, push);
    if (!converted2) throw new Error(`no store of ${from} into ${element2}`);
    return converted2;
  }
  const integers2 = values2.fresh(values2.count("i32"));
  if (isInt(from)) {
    integers2.forEach((local, vector) => {
      push(vector);
      code.v128(constantBytes("i32", 255));
      if (from === "u32") code.op("i32x4.min_u");
      else {
        code.op("i32x4.min_s");
        code.v128(constantBytes("i32", 0));
        code.op("i32x4.max_s");
      }
      code.set(local);
    });
    return integers2;
  }
  const doubles = from === "f32" ? convertVectors(values2, "value", "f32", "f64", push) : void 0;
  integers2.forEach((local, vector) => {
    for (const half of [0, 1]) {
      if (doubles) code.get(doubles[2 * vector + half]);
      else push(2 * vector + half);
      code.op("f64x2.nearest");
      code.v128(constantBytes("f64", 255));
      code.op("f64x2.min", "i32x4.trunc_sat_f64x2_u_zero");
    }
    code.shuffle(...LOW_HALVES);
    code.set(local);
  });
  return integers2;
}
var WRAP_MAGIC, WRAP_LIMIT, LOW_DWORDS, LOW_HALVES, HIGH_HALF_DOWN, isInt, isLong;
var init_lane_convert = __esm({
  "../../work/main/packages/compiler/src/wasm/lane-convert.ts"() {
    "use strict";
    init_elements();
    init_lane_arithmetic();
    init_lane_values();
    WRAP_MAGIC = 6755399441055744;
    WRAP_LIMIT = 2 ** 51;
    LOW_DWORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27];
    LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
    HIGH_HALF_DOWN = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7];
    isInt = (type) => type === "i32" || type === "u32";
    isLong = (type) => type === "i64" || type === "u64";
  }
});

// ../../work/main/packages/compiler/src/wasm/lane-access.ts
function emitLaneLoad(values2, { load, access, mask }) {
  const { code } = values2;
  const { array, result: result2 } = load;
  if (load.bounds === "strict") throw new Error(`a strict access to ${array.name} reached the back end`);
  if (access.kind === "uniform") return emitScalarLoad(values2.environment, load, mask ? "checked" : load.bounds);
  const certain = load.bounds === "guarded" && !mask;
  if (access.kind === "contiguous") {
    if (certain) return values2.bind(result2, loadContiguous(values2, array, load.index, result2.type));
    const out = values2.fresh(values2.count(result2.type));
    const copy = (from) => from.forEach((local, vector) => {
      code.get(local);
      code.set(out[vector]);
    });
    pushWholeGroupInRange(values2, array, load.index);
    code.if(
      () => values2.scoped(() => copy(loadContiguous(values2, array, load.index, result2.type))),
      () => values2.scoped(() => copy(gather(values2, array, load.index, load.bounds, mask, result2.type)))
    );
    return values2.bind(result2, out);
  }
  if (access.kind === "strided" && certain && elementInfo(array.element).shift >= 2) {
    return values2.bind(result2, loadStrided(values2, array, load.index, access.stride, result2.type));
  }
  values2.bind(result2, gather(values2, array, load.index, load.bounds, mask, result2.type));
}
function pushWholeGroupInRange(values2, array, index) {
  const { code, environment: environment3 } = values2;
  const { length: length2 } = environment3.array(array);
  code.get(values2.first(index));
  code.get(length2);
  code.op("i32.lt_u");
  code.get(values2.first(index));
  code.i32(values2.lanes - 1);
  code.op("i32.add");
  code.get(length2);
  code.op("i32.lt_u", "i32.and");
}
function addressOfFirst(values2, array, index) {
  const { code, environment: environment3 } = values2;
  const { shift: shift2 } = elementInfo(array.element);
  const address = code.local("i32");
  code.get(environment3.array(array).base);
  code.get(values2.first(index));
  if (shift2 > 0) {
    code.i32(shift2);
    code.op("i32.shl");
  }
  code.op("i32.add");
  code.set(address);
  return address;
}
function loadContiguous(values2, array, index, type) {
  const { code } = values2;
  const { native, shift: shift2 } = elementInfo(array.element);
  const address = addressOfFirst(values2, array, index);
  const read2 = (count3, bytes, opcode, then) => values2.fresh(count3).map((local, vector) => {
    code.get(address);
    code.memory(opcode, vector * bytes, shift2);
    then?.();
    code.set(local);
    return local;
  });
  if (type === "f64" && shift2 === 2) {
    return read2(values2.count("f64"), 8, "v128.load64_zero", () => code.op(
      native === "f32" ? "f64x2.promote_low_f32x4" : native === "i32" ? "f64x2.convert_low_i32x4_s" : "f64x2.convert_low_i32x4_u"
    ));
  }
  const natives = shift2 >= 2 ? read2(values2.count(native), 16, "v128.load") : loadSmall(values2, array, address);
  return convertVectors(values2, "value", native, type, (vector) => code.get(natives[vector]));
}
function loadSmall(values2, { element: element2 }, address) {
  const { code } = values2;
  const sign2 = element2 === "i8" || element2 === "i16" ? "s" : "u";
  const out = values2.fresh(values2.count("i32"));
  if (elementInfo(element2).shift === 1) {
    out.forEach((local, vector) => {
      code.get(address);
      code.memory(`v128.load16x4_${sign2}`, vector * 8, 1);
      code.set(local);
    });
    return out;
  }
  const shorts = code.local("v128");
  code.get(address);
  if (values2.lanes === 8) code.memory(`v128.load8x8_${sign2}`, 0, 0);
  else {
    code.memory("v128.load32_zero", 0, 0);
    code.op(`i16x8.extend_low_i8x16_${sign2}`);
  }
  code.set(shorts);
  out.forEach((local, vector) => {
    code.get(shorts);
    code.op(vector === 0 ? `i32x4.extend_low_i16x8_${sign2}` : `i32x4.extend_high_i16x8_${sign2}`);
    code.set(local);
  });
  return out;
}
function loadStrided(values2, array, index, stride, type) {
  const { code } = values2;
  const { native, shift: shift2 } = elementInfo(array.element);
  const first = addressOfFirst(values2, array, index);
  const step = stride * 2 ** shift2;
  const lowest = code.local("i32");
  code.get(first);
  if (step < 0) {
    code.i32(step * (values2.lanes - 1));
    code.op("i32.add");
  }
  code.set(lowest);
  const offset = (lane) => step < 0 ? -step * (values2.lanes - 1 - lane) : step * lane;
  const natives = loadLanes(values2, array, () => code.get(lowest), offset);
  return convertVectors(values2, "value", native, type, (vector) => code.get(natives[vector]));
}
function loadLanes(values2, array, pushAddress2, offset) {
  const { code } = values2;
  const { native, shift: shift2, load } = elementInfo(array.element);
  const per = values2.perVector(native);
  return values2.fresh(values2.count(native)).map((local, vector) => {
    const lanes = Array.from({ length: per }, (_, lane) => vector * per + lane);
    if (shift2 >= 2) {
      const [zero, one2] = shift2 === 3 ? ["v128.load64_zero", "v128.load64_lane"] : ["v128.load32_zero", "v128.load32_lane"];
      for (const lane of lanes.toReversed()) pushAddress2(lane);
      code.memory(zero, offset(lanes[0]));
      for (const lane of lanes.slice(1)) code.laneMemory(one2, offset(lane), lane - lanes[0]);
    } else {
      for (const lane of lanes) {
        pushAddress2(lane);
        code.memory(load, offset(lane));
        if (lane === lanes[0]) code.op("i32x4.splat");
        else code.lane("i32x4.replace_lane", lane - lanes[0]);
      }
    }
    code.set(local);
    return local;
  });
}
function gather(values2, array, index, bounds2, mask, type) {
  const { code } = values2;
  const { native } = elementInfo(array.element);
  const lanes = runningLanes(values2, array, index, bounds2, mask);
  const addresses = laneAddresses(values2, array, lanes);
  const natives = loadLanes(values2, array, (lane) => {
    code.get(addresses[lane >> 2]);
    code.lane("i32x4.extract_lane", lane & 3);
  }, () => 0);
  const out = convertVectors(values2, "value", native, type, (vector) => code.get(natives[vector]));
  if (!lanes.bounds) return out;
  const nothing2 = constantBytes(type, type === "f64" || type === "f32" ? NaN : 0);
  const masks = lanes.masks;
  const wide = vectorShape(type) === "f64x2" || vectorShape(type) === "i64x2";
  return values2.fresh(out.length).map((local, vector) => {
    code.get(out[vector]);
    code.v128(nothing2);
    if (wide) {
      code.get(masks[vector >> 1]);
      code.op(vector % 2 === 0 ? "i64x2.extend_low_i32x4_s" : "i64x2.extend_high_i32x4_s");
    } else code.get(masks[vector]);
    code.op("v128.bitselect");
    code.set(local);
    return local;
  });
}
function subscripts2(values2, index) {
  if (index.type !== "f64") return values2.locals(index);
  return convertVectors(values2, "exact", "f64", "i32", (vector) => values2.push(index, vector));
}
function runningLanes(values2, array, index, bounds2, mask) {
  const { code, environment: environment3 } = values2;
  const positions = values2.isVarying(index) ? subscripts2(values2, index) : [values2.splat(index), values2.splat(index)].slice(0, values2.count("i32"));
  if (bounds2 === "guarded") return { index, subscripts: positions, bounds: false, ...mask && { masks: maskVectors(values2, mask) } };
  const length2 = code.local("v128");
  code.get(environment3.array(array).length);
  code.op("i32x4.splat");
  code.set(length2);
  const whole = index.type === "f64" ? wholeNumbers(values2, index, positions) : void 0;
  const masks = positions.map((position, vector) => {
    const local = code.local("v128");
    code.get(position);
    code.get(length2);
    code.op("i32x4.lt_u");
    if (whole) {
      code.get(whole[vector]);
      code.op("v128.and");
    }
    if (mask) {
      values2.pushMask(mask, 32, vector);
      code.op("v128.and");
    }
    code.set(local);
    return local;
  });
  return { index, subscripts: positions, masks, bounds: true };
}
function maskVectors(values2, mask) {
  return values2.isVarying(mask) ? values2.maskLocals(mask, 32) : Array.from({ length: values2.count("i32") }, () => values2.splat(mask));
}
function wholeNumbers(values2, index, positions) {
  const { code } = values2;
  const back = convertVectors(values2, "value", "i32", "f64", (vector) => code.get(positions[vector]));
  return positions.map((_, vector) => {
    const local = code.local("v128");
    for (const half of [0, 1]) {
      code.get(back[2 * vector + half]);
      values2.push(index, 2 * vector + half);
      code.op("f64x2.eq");
    }
    code.shuffle(0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27);
    code.set(local);
    return local;
  });
}
function laneAddresses(values2, array, lanes) {
  const { code, environment: environment3 } = values2;
  const { shift: shift2 } = elementInfo(array.element);
  const base = environment3.array(array).base;
  return lanes.subscripts.map((position, vector) => {
    const local = code.local("v128");
    code.get(position);
    if (shift2 > 0) {
      code.i32(shift2);
      code.op("i32x4.shl");
    }
    code.get(base);
    code.op("i32x4.splat", "i32x4.add");
    if (lanes.masks) {
      code.get(environment3.frame);
      code.op("i32x4.splat");
      code.get(lanes.masks[vector]);
      code.op("v128.bitselect");
    }
    code.set(local);
    return local;
  });
}
function emitLaneStore(values2, { store, access, mask }) {
  const { code } = values2;
  const { array, value } = store;
  if (store.bounds === "strict") throw new Error(`a strict access to ${array.name} reached the back end`);
  const natives = convertVectorsForStore(values2, value.type, array.element, (vector) => values2.push(value, vector));
  if (access.kind !== "contiguous") return scatter(values2, store, mask, natives);
  if (store.bounds === "guarded" && !mask) return storeContiguous(values2, array, addressOfFirst(values2, array, store.index), natives);
  if (mask && elementInfo(array.element).shift < 2) return scatter(values2, store, mask, natives);
  pushWholeGroupInRange(values2, array, store.index);
  code.if(
    () => values2.scoped(() => {
      const address = addressOfFirst(values2, array, store.index);
      storeContiguous(values2, array, address, mask ? blended(values2, array, address, mask, natives) : natives);
    }),
    () => values2.scoped(() => scatter(values2, store, mask, natives))
  );
}
function blended(values2, array, address, mask, natives) {
  const { code } = values2;
  const { shift: shift2 } = elementInfo(array.element);
  return natives.map((native, vector) => {
    const local = code.local("v128");
    code.get(native);
    code.get(address);
    code.memory("v128.load", vector * 16, shift2);
    values2.pushMask(mask, shift2 === 3 ? 64 : 32, vector);
    code.op("v128.bitselect");
    code.set(local);
    return local;
  });
}
function storeContiguous(values2, { element: element2 }, address, natives) {
  const { code } = values2;
  const { shift: shift2 } = elementInfo(element2);
  if (shift2 >= 2) {
    natives.forEach((native, vector) => {
      code.get(address);
      code.get(native);
      code.memory("v128.store", vector * 16, shift2);
    });
    return;
  }
  const low = constantBytes("i32", shift2 === 1 ? 65535 : 255);
  const shorts = code.local("v128");
  for (const native of [natives[0], natives[natives.length - 1]]) {
    code.get(native);
    code.v128(low);
    code.op("v128.and");
  }
  code.op("i16x8.narrow_i32x4_u");
  code.set(shorts);
  code.get(address);
  code.get(shorts);
  if (shift2 === 0) {
    code.get(shorts);
    code.op("i8x16.narrow_i16x8_u");
  }
  const bytes = values2.lanes * 2 ** shift2;
  if (bytes === 16) code.memory("v128.store", 0, shift2);
  else code.laneMemory(bytes === 8 ? "v128.store64_lane" : "v128.store32_lane", 0, 0);
}
function scatter(values2, { array, index, bounds: bounds2 }, mask, natives) {
  const { code } = values2;
  const { native, shift: shift2 } = elementInfo(array.element);
  const lanes = runningLanes(values2, array, index, bounds2, mask);
  const addresses = laneAddresses(values2, array, lanes);
  const per = values2.perVector(native);
  const opcode = ["v128.store8_lane", "v128.store16_lane", "v128.store32_lane", "v128.store64_lane"][shift2];
  const bits4 = lanes.masks?.map((local) => {
    const bitmask = code.local("i32");
    code.get(local);
    code.op("i32x4.bitmask");
    code.set(bitmask);
    return bitmask;
  });
  for (let lane = 0; lane < values2.lanes; lane++) {
    const write2 = () => {
      code.get(addresses[lane >> 2]);
      code.lane("i32x4.extract_lane", lane & 3);
      code.get(natives[Math.floor(lane / per)]);
      code.laneMemory(opcode, 0, lane % per * (shift2 < 2 ? 2 ** (2 - shift2) : 1));
    };
    if (bits4) {
      code.get(bits4[lane >> 2]);
      code.i32(1 << (lane & 3));
      code.op("i32.and");
      code.if(write2);
    } else write2();
  }
}
var init_lane_access = __esm({
  "../../work/main/packages/compiler/src/wasm/lane-access.ts"() {
    "use strict";
    init_lane_convert();
    init_elements();
    init_lane_values();
    init_scalar_access();
  }
});

// ../../work/main/packages/compiler/src/wasm/lanes.ts
var LaneGroup;
var init_lanes = __esm({
  "../../work/main/packages/compiler/src/wasm/lanes.ts"() {
    "use strict";
    init_walk();
    init_frame();
    init_lane_access();
    init_lane_arithmetic();
    init_lane_convert();
    init_lane_values();
    init_scalar();
    LaneGroup = class {
      values;
      loop;
      block;
      accumulators = [];
      /** To be made in front of the loop over the groups: uniform values are spread over vectors here. */
      constructor(environment3, loop, block, lanes) {
        this.loop = loop;
        this.block = block;
        this.values = new LaneValues(environment3, lanes, loop.varying, loop.affine, block);
        for (const value of this.uniformOperands(block.operations)) if (environment3.knows(value) && environment3.constant(value) === void 0) this.values.splat(value);
      }
      /** Uniform values that stand beside varying ones. */
      uniformOperands(operations, found = /* @__PURE__ */ new Set()) {
        const { values: values2 } = this;
        for (const operation of operations) {
          switch (operation.kind) {
            case "binary":
            case "compare":
              if (operation.kind === "binary" && values2.isAffine(operation.result)) break;
              if (values2.isVarying(operation.left)) this.note(operation.right, found);
              else if (values2.isVarying(operation.right)) this.note(operation.left, found);
              break;
            case "select":
              if (!values2.isVarying(operation.result)) break;
              this.note(operation.whenTrue, found);
              this.note(operation.whenFalse, found);
              break;
            case "access":
              if ("store" in operation) this.note(operation.store.value, found);
              break;
            case "if":
              this.uniformOperands(operation.then.operations, found);
              this.uniformOperands(operation.else.operations, found);
              break;
            case "loop":
              this.uniformOperands(operation.body.operations, found);
              break;
            case "while":
            case "maskedwhile":
              this.uniformOperands(operation.condition.operations, found);
              this.uniformOperands(operation.body.operations, found);
              break;
            case "when":
              this.uniformOperands(operation.body.operations, found);
              break;
            default:
          }
        }
        return found;
      }
      note(value, found) {
        if (!this.values.isVarying(value)) found.add(value);
      }
      loadCells(scratch) {
        const { code } = this.values;
        this.accumulators = this.loop.carried.map(({ parameter }, index) => {
          const locals = this.values.allocate(parameter);
          locals.forEach((local, vector) => {
            code.get(scratch);
            code.memory("v128.load", laneCells(index) + 16 * vector);
            if (parameter.type === "bool") {
              code.v128(constantBytes("i32", 0));
              code.op("i32x4.ne");
            }
            code.set(local);
          });
          return locals;
        });
      }
      storeCells(scratch) {
        const { code } = this.values;
        this.loop.carried.forEach(({ parameter }, index) => {
          this.accumulators[index].forEach((local, vector) => {
            code.get(scratch);
            code.get(local);
            if (parameter.type === "bool") {
              code.v128(constantBytes("i32", 1));
              code.op("v128.and");
            }
            code.memory("v128.store", laneCells(index) + 16 * vector);
          });
        });
      }
      /** One group, from the trip in the local `start` on. */
      trips(start2) {
        const { values: values2 } = this;
        values2.scoped(() => {
          values2.bindFirst(this.loop.trip, start2);
          this.emit(this.block.operations);
          this.assign(this.loop.carried, this.accumulators, this.block.yields);
        });
      }
      emit(operations) {
        for (const operation of operations) this.operation(operation);
      }
      operation(operation) {
        const { values: values2 } = this;
        switch (operation.kind) {
          case "const":
          case "length":
            return emitScalar(values2.environment, operation, () => false);
          case "access":
            return "load" in operation ? emitLaneLoad(values2, operation) : emitLaneStore(values2, operation);
          case "if":
            return this.if(operation);
          case "loop":
            return this.uniformLoop(operation);
          case "while":
            return this.while(operation);
          case "maskedwhile":
            return this.maskedWhile(operation);
          case "when":
            return this.when(operation);
          default:
        }
        if (!values2.isVarying(operation.result)) return emitScalar(values2.environment, operation, () => false);
        if (values2.isAffine(operation.result)) return;
        switch (operation.kind) {
          case "unary":
            return emitLaneUnary(values2, operation);
          case "binary":
            return emitLaneBinary(values2, operation);
          case "compare":
            return emitLaneCompare(values2, operation);
          case "select":
            return emitLaneSelect(values2, operation);
          case "convert":
            return emitLaneConvert(values2, operation);
          default:
            assertExhaustive(operation, "lanes");
        }
      }
      pushAny(mask) {
        const { values: values2 } = this;
        const { code } = values2;
        if (!values2.isVarying(mask)) return values2.environment.push(mask);
        const locals = values2.maskLocals(mask, values2.ownWidth(mask));
        locals.forEach((local, vector) => {
          code.get(local);
          if (vector > 0) code.op("v128.or");
        });
        code.op("v128.any_true");
      }
      /** Reads all values before the first local is written. */
      assign(carried, targets, sources2) {
        carried.forEach(({ parameter }, index) => this.values.pushAll(sources2[index], parameter));
        for (const local of targets.flat().toReversed()) this.values.code.set(local);
      }
      start(carried) {
        const targets = carried.map(({ parameter }) => this.values.allocate(parameter));
        this.assign(carried, targets, carried.map((one2) => one2.initial));
        return targets;
      }
      /** Results that are the carried values after the last trip: the same locals. */
      carry(carried, results2) {
        const targets = this.start(carried);
        results2.forEach((result2, index) => {
          if (result2.type === "bool" && this.values.isVarying(result2)) {
            this.values.bindMask(result2, this.values.maskWidth(carried[index].parameter), targets[index]);
          } else this.values.alias(result2, targets[index]);
        });
        return targets;
      }
      if(operation) {
        this.values.environment.push(operation.condition);
        this.arms(operation.results, operation.then, operation.else);
      }
      when(operation) {
        this.pushAny(operation.mask);
        this.arms(operation.results, operation.body, { operations: [], yields: operation.otherwise });
      }
      /** The condition is on the stack. */
      arms(results2, then, otherwise) {
        const { values: values2 } = this;
        const targets = results2.map((result2) => values2.allocate(result2));
        const branch2 = (block) => () => values2.scoped(() => {
          this.emit(block.operations);
          results2.forEach((result2, index) => values2.pushAll(block.yields[index], result2));
          for (const local of targets.flat().toReversed()) values2.code.set(local);
        });
        values2.code.if(branch2(then), results2.length > 0 || otherwise.operations.length > 0 ? branch2(otherwise) : void 0);
      }
      uniformLoop(operation) {
        const { values: values2 } = this;
        const { code, environment: environment3 } = values2;
        const targets = this.carry(operation.carried, operation.results);
        const trip = environment3.declare(operation.trip);
        code.i32(0);
        code.set(trip);
        code.block((done) => code.loop((again) => values2.scoped(() => {
          code.get(trip);
          environment3.push(operation.trips);
          code.op("i32.ge_s");
          code.brIf(done);
          this.emit(operation.body.operations);
          this.assign(operation.carried, targets, operation.body.yields);
          code.get(trip);
          code.i32(1);
          code.op("i32.add");
          code.set(trip);
          code.br(again);
        })));
      }
      while(operation) {
        const { values: values2 } = this;
        const { code, environment: environment3 } = values2;
        const targets = this.carry(operation.carried, operation.results);
        code.block((done) => code.loop((again) => values2.scoped(() => {
          this.emit(operation.condition.operations);
          environment3.push(operation.condition.yields[0]);
          code.op("i32.eqz");
          code.brIf(done);
          this.emit(operation.body.operations);
          this.assign(operation.carried, targets, operation.body.yields);
          code.br(again);
        })));
      }
      maskedWhile(operation) {
        const { values: values2 } = this;
        const { code } = values2;
        const { carried, entered, active: active2, leaving, mask } = operation;
        const width = values2.maskWidth(entered);
        const running2 = values2.fresh(values2.lanes * width / 128);
        running2.forEach((local, vector) => {
          if (mask) values2.pushMask(mask, width, vector);
          else code.v128(new Uint8Array(16).fill(255));
          code.set(local);
        });
        const targets = this.start(carried);
        const results2 = operation.results.map((result2, index) => operation.frozen[index] ? values2.allocate(result2) : []);
        code.block((done) => code.loop((again) => values2.scoped(() => {
          values2.bindMask(entered, width, running2);
          this.emit(operation.condition.operations);
          const [condition] = operation.condition.yields;
          values2.defineMask(leaving, width, (vector) => {
            code.get(running2[vector]);
            values2.pushMask(condition, width, vector);
            code.op("v128.andnot");
          });
          this.pushAny(leaving);
          for (const one2 of operation.uniform) {
            values2.environment.push(one2);
            code.op("i32.eqz", "i32.or");
          }
          code.if(() => values2.scoped(() => {
            this.leaveTogether(operation, running2);
            this.freeze(operation, results2);
            running2.forEach((local, vector) => {
              code.get(local);
              values2.pushMask(leaving, width, vector);
              code.op("v128.andnot");
              code.set(local);
            });
            values2.bindMask(active2, width, running2);
            this.pushAny(active2);
            code.op("i32.eqz");
            code.brIf(done);
          }));
          values2.bindMask(active2, width, running2);
          this.emit(operation.body.operations);
          this.assign(carried, targets, operation.body.yields);
          code.br(again);
        })));
      }
      /** All that run leave when a condition that they have in common fails. */
      leaveTogether({ uniform, leaving }, running2) {
        const { values: values2 } = this;
        const { code } = values2;
        if (uniform.length === 0) return;
        values2.maskLocals(leaving, values2.maskWidth(leaving)).forEach((local, vector) => {
          code.get(local);
          uniform.forEach((one2, index) => {
            values2.pushMask(one2, 32, vector);
            if (index > 0) code.op("v128.and");
          });
          code.op("v128.not", "v128.or");
          code.get(running2[vector]);
          code.op("v128.and");
          code.set(local);
        });
      }
      /** Results of the lanes that leave. */
      freeze({ carried, results: results2, frozen, leaving }, targets) {
        const { values: values2 } = this;
        const { code } = values2;
        carried.forEach(({ parameter }, index) => {
          if (!frozen[index]) return;
          const isMask = parameter.type === "bool";
          const width = isMask ? values2.maskWidth(results2[index]) : values2.perVector(parameter.type) === 2 ? 64 : 32;
          targets[index].forEach((local, vector) => {
            if (isMask) values2.pushMask(parameter, width, vector);
            else values2.push(parameter, vector);
            code.get(local);
            values2.pushMask(leaving, width, vector);
            code.op("v128.bitselect");
            code.set(local);
          });
        });
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/pressure.ts
function lanesOf(loop) {
  if (!loop.lanes || loop.carried.length > 0) return SHAPE_LANES;
  const ranges = new LiveRanges(loop);
  return ranges.length > LONGEST_BODY || ranges.pressure() > LARGEST_PRESSURE ? 4 : SHAPE_LANES;
}
var LARGEST_PRESSURE, LONGEST_BODY, LiveRanges;
var init_pressure = __esm({
  "../../work/main/packages/compiler/src/wasm/pressure.ts"() {
    "use strict";
    init_walk();
    init_frame();
    init_lane_values();
    LARGEST_PRESSURE = 24;
    LONGEST_BODY = 150;
    LiveRanges = class {
      length = 0;
      varying;
      isHeld;
      starts = /* @__PURE__ */ new Map();
      ends = /* @__PURE__ */ new Map();
      constructor(loop) {
        this.varying = loop.varying;
        this.isHeld = (value) => this.varying.has(value) && !loop.affine.has(value);
        if (loop.lanes) this.block(loop.lanes);
      }
      /** The largest sum of vectors over all positions. */
      pressure() {
        const change = new Int32Array(this.length + 2);
        for (const [value, start2] of this.starts) {
          const vectors = isWide3(value.type) || value.type === "bool" ? 4 : 2;
          change[start2] += vectors;
          change[this.ends.get(value) + 1] -= vectors;
        }
        let [sum2, most] = [0, 0];
        for (const one2 of change) most = Math.max(most, sum2 += one2);
        return most;
      }
      define(value) {
        if (!this.isHeld(value)) return;
        this.starts.set(value, this.length);
        this.ends.set(value, this.length);
      }
      use(value) {
        if (this.starts.has(value)) this.ends.set(value, this.length);
      }
      block(block) {
        for (const operation of block.operations) this.operation(operation);
        block.yields.forEach((value) => this.use(value));
      }
      operation(operation) {
        this.length++;
        switch (operation.kind) {
          case "access": {
            const access = "load" in operation ? operation.load : operation.store;
            operands(access).forEach((value) => this.use(value));
            if (operation.mask) this.use(operation.mask);
            if ("load" in operation) this.define(operation.load.result);
            return;
          }
          case "if":
          case "when":
            if (operation.kind === "if") {
              this.block(operation.then);
              this.block(operation.else);
            } else {
              this.use(operation.mask);
              this.block(operation.body);
              operation.otherwise.forEach((value) => this.use(value));
            }
            return operation.results.forEach((value) => this.define(value));
          case "loop":
          case "while":
          case "maskedwhile": {
            const before = new Set(this.starts.keys());
            const entry = this.length;
            for (const { parameter, initial } of operation.carried) {
              this.use(initial);
              this.define(parameter);
            }
            if (operation.kind === "maskedwhile") {
              this.define(operation.entered);
              this.define(operation.active);
            }
            if (operation.kind !== "loop") this.block(operation.condition);
            this.block(operation.body);
            this.length++;
            for (const [value, end] of this.ends) if (before.has(value) && end > entry) this.ends.set(value, this.length);
            for (const { parameter } of operation.carried) this.use(parameter);
            if (operation.kind === "maskedwhile") this.use(operation.entered);
            return operation.results.forEach((value) => this.define(value));
          }
          default:
            operands(operation).forEach((value) => this.use(value));
            this.define(operation.result);
        }
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/body.ts
var FRAME, LOW, HIGH, SCRATCH, RECORD, SEQUENTIAL, BodyEmitter;
var init_body = __esm({
  "../../work/main/packages/compiler/src/wasm/body.ts"() {
    "use strict";
    init_environment();
    init_frame();
    init_reduction();
    init_scalar();
    init_shape();
    init_lanes();
    init_pressure();
    FRAME = 0;
    LOW = 1;
    HIGH = 2;
    SCRATCH = 3;
    RECORD = 4;
    SEQUENTIAL = 5;
    BodyEmitter = class _BodyEmitter {
      plan;
      kernel;
      environment;
      code;
      liveIns;
      /** 7, or 0 where all trips use lane 0. */
      laneMask = -1;
      static emit(kernel, plan, name) {
        const emitter = new _BodyEmitter(kernel, plan, name);
        emitter.emit();
        return { code: emitter.code, liveIns: emitter.liveIns };
      }
      constructor(kernel, plan, name) {
        this.kernel = kernel;
        this.plan = plan;
        const fixed = plan.parfor.carried.length > 0 ? ["i32", "i64", "i64", "i32", "i32", "i32"] : ["i32", "i64", "i64"];
        const constants3 = /* @__PURE__ */ new Map();
        this.liveIns = kernel.liveIns(plan.parfor, constants3);
        this.code = kernel.module.function(name, {
          parameters: [...fixed, ...this.liveIns.map((value) => wasmType(value.type))],
          results: []
        });
        this.environment = kernel.environment(this.code, FRAME);
        for (const [value, constant] of constants3) this.environment.bindConstant(value, constant);
        this.liveIns.forEach((value, index) => this.environment.bind(value, fixed.length + index));
      }
      emit() {
        const { parfor: parfor2 } = this.plan;
        this.kernel.loadArrays(this.environment, [parfor2.body]);
        if (parfor2.carried.length > 0) this.reduction();
        else this.rows(LOW, HIGH);
      }
      /** Blocks of a fixed number of trips, each combined from its lanes, then the tree over the blocks of the chunk. */
      reduction() {
        const { code, environment: environment3, kernel } = this;
        const { parfor: parfor2 } = this.plan;
        const [low, high] = [code.local("i64"), code.local("i64")];
        const stackBase = () => {
          code.get(SCRATCH);
          code.i32(stackOffset(parfor2));
          code.op("i32.add");
        };
        const stack = new SubtreeStack(environment3, kernel.merge(parfor2), recordBytes(parfor2), stackBase);
        const record = () => code.get(RECORD);
        this.laneMask = code.local("i32");
        code.get(LOW);
        code.set(low);
        code.get(SEQUENTIAL);
        code.if(() => {
          parfor2.carried.forEach((one2, index) => this.storeCell(index, 0, () => environment3.push(one2.initial)));
          code.get(HIGH);
          code.set(high);
        }, () => {
          code.i32(SHAPE_LANES - 1);
          code.set(this.laneMask);
          stack.reset();
        });
        code.block((done) => code.loop((again) => {
          code.get(SEQUENTIAL);
          code.op("i32.eqz");
          code.if(() => {
            parfor2.carried.forEach((_, index) => {
              for (let lane = 0; lane < SHAPE_LANES; lane++) this.storeCell(index, lane, () => pushStart(environment3, parfor2, index));
            });
            code.get(low);
            code.i64(BigInt(blockTrips(parfor2)));
            code.op("i64.add");
            code.tee(high);
            code.get(HIGH);
            code.get(high);
            code.get(HIGH);
            code.op("i64.lt_s", "select");
            code.set(high);
          });
          this.rows(low, high);
          code.get(SEQUENTIAL);
          code.brIf(done);
          storeRecord(environment3, parfor2, () => stack.address(), this.combineLanes());
          stack.pushed();
          code.get(high);
          code.tee(low);
          code.get(HIGH);
          code.op("i64.lt_s");
          code.brIf(again);
          stack.finish();
          storeRecord(environment3, parfor2, record, loadRecord(environment3, parfor2, stackBase));
          code.op("return");
        }));
        storeRecord(environment3, parfor2, record, this.loadLane(0));
      }
      storeCell(index, lane, push) {
        const { type } = this.plan.parfor.carried[index].parameter;
        this.code.get(SCRATCH);
        push();
        this.code.memory(cellOpcodes(type).store, laneCells(index) + lane * cellSize(type));
      }
      loadLane(lane) {
        return this.plan.parfor.carried.map(({ parameter }, index) => {
          const local = this.code.local(wasmType(parameter.type));
          this.code.get(SCRATCH);
          this.code.memory(cellOpcodes(parameter.type).load, laneCells(index) + lane * cellSize(parameter.type));
          this.code.set(local);
          return local;
        });
      }
      /** ((0+4)+(2+6))+((1+5)+(3+7)). */
      combineLanes() {
        const combine2 = (left, right) => emitCombine(this.environment, this.plan.parfor, left, right);
        const pair = (lane) => combine2(this.loadLane(lane), this.loadLane(lane + SHAPE_LANES / 2));
        return combine2(combine2(pair(0), pair(2)), combine2(pair(1), pair(3)));
      }
      /** Trips low ≤ t < high as pieces of rows. */
      rows(low, high) {
        const { code, environment: environment3 } = this;
        const { dimensions, own: own2 } = this.plan;
        const last2 = dimensions[dimensions.length - 1];
        const [start2, end, first] = [code.local("i32"), code.local("i32"), code.local("i32")];
        if (dimensions.length === 1) {
          code.get(low);
          code.op("i32.wrap_i64");
          code.tee(start2);
          code.set(first);
          code.get(high);
          code.op("i32.wrap_i64");
          code.set(end);
          this.segment(own2, start2, end, first);
          return;
        }
        const [at, row, width] = [code.local("i64"), code.local("i64"), code.local("i64")];
        code.get(low);
        code.set(at);
        environment3.push(last2.trips);
        code.op("i64.extend_i32_s");
        code.set(width);
        code.block((done) => code.loop((again) => {
          code.get(at);
          code.get(high);
          code.op("i64.ge_s");
          code.brIf(done);
          code.get(at);
          code.get(width);
          code.op("i64.div_s");
          code.set(row);
          code.get(at);
          code.get(row);
          code.get(width);
          code.op("i64.mul", "i64.sub", "i32.wrap_i64");
          code.set(start2);
          const left = code.local("i64");
          code.get(high);
          code.get(at);
          code.op("i64.sub");
          code.get(start2);
          code.op("i64.extend_i32_s", "i64.add");
          code.tee(left);
          code.get(width);
          code.get(left);
          code.get(width);
          code.op("i64.lt_s", "select", "i32.wrap_i64");
          code.set(end);
          code.get(at);
          code.op("i32.wrap_i64");
          code.set(first);
          this.outerTrips(dimensions.slice(0, -1), row);
          code.get(at);
          code.get(end);
          code.get(start2);
          code.op("i32.sub", "i64.extend_i32_s", "i64.add");
          code.set(at);
          this.segment(own2, start2, end, first);
          code.br(again);
        }));
      }
      /** Splits the number of a row into the trips of the outer dimensions; `row` is used up. */
      outerTrips(dimensions, row) {
        const { code, environment: environment3 } = this;
        const rest = code.local("i64");
        code.get(row);
        code.set(rest);
        for (const [index, dimension] of [...dimensions.entries()].toReversed()) {
          const width = () => {
            environment3.push(dimension.trips);
            code.op("i64.extend_i32_s");
          };
          code.get(rest);
          if (index > 0) {
            width();
            code.op("i64.rem_s");
          }
          code.op("i32.wrap_i64");
          environment3.define(dimension.trip);
          if (index > 0) {
            code.get(rest);
            width();
            code.op("i64.div_s");
            code.set(rest);
          }
        }
      }
      /** Trips start ≤ j < end of one row; `first` is the number of trip `start` over all dimensions, modulo 2^32. `start` is used up. */
      segment(loop, start2, end, first) {
        const { code, environment: environment3 } = this;
        const carriesCells = loop.carried.length > 0;
        if (carriesCells) {
          code.get(first);
          code.get(start2);
          code.op("i32.sub");
          code.set(first);
        }
        const atEnd = () => {
          code.get(start2);
          code.get(end);
          code.op("i32.ge_s");
        };
        code.block((done) => {
          atEnd();
          code.brIf(done);
          for (const operation of loop.invariant) emitScalar(environment3, operation, this.control);
          const lanes = lanesOf(loop);
          const group = loop.lanes && new LaneGroup(environment3, loop, loop.lanes, lanes);
          code.loop((again) => {
            if (group) this.groups(group, lanes, carriesCells, { start: start2, end, first });
            atEnd();
            code.brIf(done);
            this.scalarTrip(loop, start2, first);
            code.get(start2);
            code.i32(1);
            code.op("i32.add");
            code.set(start2);
            code.br(again);
          });
        });
      }
      /** As many whole groups as there are from here, if a group can start here: with carried values, at the trip of lane 0. */
      groups(group, lanes, carriesCells, { start: start2, end, first }) {
        const { code } = this;
        const pushFits = () => {
          code.get(end);
          code.get(start2);
          code.op("i32.sub");
          code.i32(lanes);
          code.op("i32.ge_s");
        };
        pushFits();
        if (carriesCells) {
          code.get(this.laneMask);
          code.i32(0);
          code.op("i32.ne", "i32.and");
          this.pushLane(start2, first);
          code.op("i32.eqz", "i32.and");
        }
        code.if(() => {
          if (carriesCells) group.loadCells(SCRATCH);
          code.loop((next) => {
            group.trips(start2);
            code.get(start2);
            code.i32(lanes);
            code.op("i32.add");
            code.set(start2);
            pushFits();
            code.brIf(next);
          });
          if (carriesCells) group.storeCells(SCRATCH);
        });
      }
      pushLane(trip, first) {
        this.code.get(trip);
        this.code.get(first);
        this.code.op("i32.add");
        this.code.get(this.laneMask);
        this.code.op("i32.and");
      }
      scalarTrip(loop, trip, first) {
        const { code, environment: environment3 } = this;
        const lane = code.local("i32");
        if (loop.carried.length > 0) {
          this.pushLane(trip, first);
          code.set(lane);
        }
        const address = (type) => {
          code.get(SCRATCH);
          code.get(lane);
          code.i32(cellSize(type));
          code.op("i32.mul", "i32.add");
        };
        loop.carried.forEach(({ parameter }, index) => {
          address(parameter.type);
          code.memory(cellOpcodes(parameter.type).load, laneCells(index));
          environment3.define(parameter);
        });
        environment3.bind(loop.trip, trip);
        emitScalarBlock(environment3, loop.scalar, this.control);
        const next = loop.carried.map(({ parameter }) => code.local(wasmType(parameter.type)));
        assign(environment3, next, loop.scalar.yields);
        loop.carried.forEach(({ parameter }, index) => {
          address(parameter.type);
          code.get(next[index]);
          code.memory(cellOpcodes(parameter.type).store, laneCells(index));
        });
      }
      /** A parfor inside: its outer dimensions as loops, its last one as lanes. */
      control = (operation) => {
        if (operation.kind !== "parfor") return false;
        const loop = this.plan.nested.get(operation);
        if (!loop) throw new Error(`parfor ${operation.id} inside ${this.plan.parfor.id} was not planned`);
        const { code, environment: environment3 } = this;
        const walk2 = (depth) => {
          const { trip, trips } = operation.dimensions[depth];
          if (depth === operation.dimensions.length - 1) {
            const [start2, end] = [code.local("i32"), code.local("i32")];
            code.i32(0);
            code.set(start2);
            environment3.push(trips);
            code.set(end);
            this.segment(loop, start2, end, start2);
            return;
          }
          const counter = environment3.declare(trip);
          code.i32(0);
          code.set(counter);
          code.block((done) => code.loop((again) => {
            code.get(counter);
            environment3.push(trips);
            code.op("i32.ge_s");
            code.brIf(done);
            walk2(depth + 1);
            code.get(counter);
            code.i32(1);
            code.op("i32.add");
            code.set(counter);
            code.br(again);
          }));
        };
        walk2(0);
        return true;
      };
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/region.ts
function loadScalars(kernel, environment3) {
  kernel.region.scalars.forEach(({ value }, index) => {
    environment3.code.get(environment3.frame);
    environment3.code.memory(cellOpcodes(value.type).load, kernel.layout.scalars + 8 * index);
    environment3.define(value);
  });
}
function parforName(parfor2) {
  const { label, location } = parfor2.dimensions[0];
  const place2 = location ?? parfor2.location;
  return `parfor_${label ?? parfor2.id}${place2 ? `_line_${place2.line}` : ""}`;
}
function bodyWork(parfor2) {
  let work = 1;
  forEachOperation(parfor2.body, ({ kind }) => {
    work *= kind === "loop" || kind === "while" || kind === "parfor" ? LOOP_WEIGHT : 1;
  });
  let count3 = 0;
  forEachOperation(parfor2.body, () => count3++);
  return Math.max(1, Math.min(MINIMUM_CHUNK_WORK, work * count3));
}
var FRAME2, THREAD, CHUNKS, MINIMUM_CHUNK_WORK, LOOP_WEIGHT, CHUNK_UNIT, RegionEmitter;
var init_region = __esm({
  "../../work/main/packages/compiler/src/wasm/region.ts"() {
    "use strict";
    init_walk();
    init_body();
    init_environment();
    init_frame();
    init_reduction();
    init_scalar();
    init_shape();
    FRAME2 = 0;
    THREAD = 1;
    CHUNKS = 64;
    MINIMUM_CHUNK_WORK = 4096;
    LOOP_WEIGHT = 16;
    CHUNK_UNIT = 8;
    RegionEmitter = class _RegionEmitter {
      kernel;
      plans;
      code;
      environment;
      team;
      /** Offset of the area of partial results that the next reduction uses. */
      area;
      static emit(kernel, plans) {
        const emitter = new _RegionEmitter(kernel, plans);
        emitter.emit();
        return emitter.code;
      }
      constructor(kernel, plans) {
        this.kernel = kernel;
        this.plans = plans;
        this.code = kernel.module.function("region", { parameters: ["i32", "i32"], results: [] });
        this.environment = kernel.environment(this.code, FRAME2);
        this.team = this.code.local("i32");
        this.area = this.code.local("i32");
      }
      emit() {
        const { code, environment: environment3, kernel } = this;
        const { region: region3, layout } = kernel;
        code.get(FRAME2);
        code.memory("i32.load");
        code.set(this.team);
        kernel.loadArrays(environment3, [region3.prologue, region3.body]);
        loadScalars(kernel, environment3);
        emitScalarBlock(environment3, region3.prologue, () => false);
        emitScalarBlock(environment3, region3.body, this.control);
        if (region3.outputs.length === 0) return;
        code.get(THREAD);
        code.op("i32.eqz");
        code.if(() => {
          region3.outputs.forEach((output, index) => {
            code.get(FRAME2);
            environment3.push(region3.body.yields[index]);
            code.memory(cellOpcodes(output.type).store, layout.outputs + 8 * index);
          });
        });
      }
      control = (operation) => {
        const { code } = this;
        switch (operation.kind) {
          case "parfor":
            this.parfor(operation);
            return true;
          case "single":
            code.get(THREAD);
            code.op("i32.eqz");
            code.if(() => emitScalarBlock(this.environment, operation.body, () => false));
            this.meet();
            return true;
          case "barrier":
            this.meet();
            return true;
          default:
            return false;
        }
      };
      meet() {
        this.code.get(this.team);
        this.code.call(this.kernel.barrier);
      }
      parfor(parfor2) {
        const { code, environment: environment3, kernel } = this;
        const plan = this.plans.get(parfor2);
        if (!plan) throw new Error(`parfor ${parfor2.id} was not planned`);
        const body = BodyEmitter.emit(kernel, plan, parforName(parfor2));
        const reduces = parfor2.carried.length > 0;
        const total = this.totalTrips(parfor2);
        const [chunk, number4, low, high, sequential] = [code.local("i64"), code.local("i32"), code.local("i64"), code.local("i64"), code.local("i32")];
        if (reduces) {
          code.get(total);
          code.i64(BigInt(blockTrips(parfor2)));
          code.op("i64.le_s");
          code.set(sequential);
          this.reductionChunk(parfor2, total, chunk);
        } else this.mapChunk(plan, total, chunk);
        const partials = () => {
          code.get(FRAME2);
          code.get(this.area);
          code.op("i32.add");
          code.i32(kernel.layout.partials);
          code.op("i32.add");
        };
        code.block((done) => code.loop((again) => {
          kernel.pushNextChunk(code, this.team);
          code.tee(number4);
          code.op("i64.extend_i32_u");
          code.get(chunk);
          code.op("i64.mul");
          code.tee(low);
          code.get(total);
          code.op("i64.ge_s");
          if (reduces) {
            code.get(number4);
            code.op("i32.and");
          }
          code.brIf(done);
          code.get(low);
          code.get(chunk);
          code.op("i64.add");
          code.tee(high);
          code.get(total);
          code.get(high);
          code.get(total);
          code.op("i64.lt_s", "select");
          code.set(high);
          code.get(FRAME2);
          code.get(low);
          code.get(high);
          if (reduces) {
            this.pushScratch();
            kernel.pushRecord(code, parfor2, partials, () => code.get(number4));
            code.get(sequential);
          }
          for (const value of body.liveIns) environment3.push(value);
          code.call(body.code);
          code.br(again);
        }));
        this.meet();
        if (reduces) this.results(parfor2, { total, chunk, sequential, partials });
      }
      pushScratch() {
        const { code } = this;
        const { bytes, threadBytes } = this.kernel.layout;
        code.get(THREAD);
        code.i32(threadBytes);
        code.op("i32.mul");
        code.get(FRAME2);
        code.op("i32.add");
        code.i32(bytes);
        code.op("i32.add");
      }
      totalTrips(parfor2) {
        const { code, environment: environment3 } = this;
        const total = code.local("i64");
        parfor2.dimensions.forEach(({ trips }, index) => {
          environment3.push(trips);
          code.i32(0);
          environment3.push(trips);
          code.i32(0);
          code.op("i32.gt_s", "select", "i64.extend_i32_s");
          if (index > 0) {
            code.get(total);
            code.op("i64.mul");
          }
          code.set(total);
        });
        return total;
      }
      /** The smallest power of two of blocks that leaves at most MAXIMUM_PARTIALS chunks. */
      reductionChunk(parfor2, total, chunk) {
        const { code } = this;
        code.i64(BigInt(blockTrips(parfor2)));
        code.set(chunk);
        code.block((done) => code.loop((again) => {
          code.get(chunk);
          code.i64(BigInt(MAXIMUM_PARTIALS));
          code.op("i64.mul");
          code.get(total);
          code.op("i64.ge_s");
          code.brIf(done);
          code.get(chunk);
          code.i64(1n);
          code.op("i64.shl");
          code.set(chunk);
          code.br(again);
        }));
      }
      /** max(total / CHUNKS, what is worth a chunk), rounded up to whole rows if there are enough of them, else to CHUNK_UNIT. */
      mapChunk({ parfor: parfor2, dimensions, own: own2 }, total, chunk) {
        const { code, environment: environment3 } = this;
        const minimum = BigInt(Math.max(1, Math.floor(MINIMUM_CHUNK_WORK / bodyWork(parfor2))));
        const unit = code.local("i64");
        code.i64(own2.lanes || dimensions.length > 1 ? BigInt(CHUNK_UNIT) : 1n);
        code.set(unit);
        if (dimensions.length > 1) {
          environment3.push(dimensions[dimensions.length - 1].trips);
          code.op("i64.extend_i32_s");
          code.tee(chunk);
          code.get(unit);
          code.get(chunk);
          code.i64(BigInt(CHUNKS));
          code.op("i64.mul");
          code.get(total);
          code.op("i64.le_s");
          code.get(chunk);
          code.i64(0n);
          code.op("i64.gt_s", "i32.and", "select");
          code.set(unit);
        }
        code.get(total);
        code.i64(BigInt(CHUNKS));
        code.op("i64.div_s");
        code.tee(chunk);
        code.i64(minimum);
        code.get(chunk);
        code.i64(minimum);
        code.op("i64.gt_s", "select");
        code.get(unit);
        code.op("i64.add");
        code.i64(1n);
        code.op("i64.sub");
        code.get(unit);
        code.op("i64.div_s");
        code.get(unit);
        code.op("i64.mul");
        code.set(chunk);
      }
      /** Every thread combines the partial results for itself: initial ⊕ tree over the chunks. */
      results(parfor2, run) {
        const { code, environment: environment3, kernel } = this;
        const locals = parfor2.results.map((result2) => environment3.declare(result2));
        const take = (values2) => values2.forEach((value, index) => {
          code.get(value);
          code.set(locals[index]);
        });
        const initial = parfor2.carried.map(({ initial: value }) => {
          const local = code.local(wasmType(value.type));
          environment3.push(value);
          code.set(local);
          return local;
        });
        code.get(run.sequential);
        code.if(() => take(loadRecord(environment3, parfor2, run.partials)), () => {
          const base = () => {
            this.pushScratch();
            code.i32(stackOffset(parfor2));
            code.op("i32.add");
          };
          const stack = new SubtreeStack(environment3, kernel.merge(parfor2), recordBytes(parfor2), base);
          const [number4, count3] = [code.local("i32"), code.local("i32")];
          stack.reset();
          code.i32(0);
          code.set(number4);
          code.get(run.total);
          code.i64(1n);
          code.op("i64.sub");
          code.get(run.chunk);
          code.op("i64.div_s", "i32.wrap_i64");
          code.i32(1);
          code.op("i32.add");
          code.set(count3);
          code.loop((again) => {
            const partial = loadRecord(environment3, parfor2, () => kernel.pushRecord(code, parfor2, run.partials, () => code.get(number4)));
            storeRecord(environment3, parfor2, () => stack.address(), partial);
            stack.pushed();
            code.get(number4);
            code.i32(1);
            code.op("i32.add");
            code.tee(number4);
            code.get(count3);
            code.op("i32.lt_s");
            code.brIf(again);
          });
          stack.finish();
          take(emitCombine(environment3, parfor2, initial, loadRecord(environment3, parfor2, base)));
        });
        code.i32(kernel.layout.partialsBytes);
        code.get(this.area);
        code.op("i32.sub");
        code.set(this.area);
      }
    };
  }
});

// ../../work/main/packages/compiler/src/wasm/plan.ts
function emitPlan(kernel) {
  const { region: region3 } = kernel;
  const code = kernel.module.function("plan", { parameters: ["i32"], results: ["f64"] });
  const environment3 = kernel.environment(code, 0);
  kernel.loadArrays(environment3, [region3.prologue]);
  loadScalars(kernel, environment3);
  emitScalarBlock(environment3, region3.prologue, () => false);
  region3.guards.forEach((guard, index) => {
    environment3.push(guard.condition);
    code.op("i32.eqz");
    code.if(() => {
      code.f64(-1 - index);
      code.op("return");
    });
  });
  if (region3.work) environment3.push(region3.work);
  else code.f64(Infinity);
  return code;
}
var init_plan = __esm({
  "../../work/main/packages/compiler/src/wasm/plan.ts"() {
    "use strict";
    init_region();
    init_scalar();
  }
});

// ../../work/main/packages/compiler/src/wasm/compile.ts
function compileWasm(region3) {
  const parfors = outermostParfors(region3.body);
  for (const parfor2 of parfors) refuseBuilders(parfor2);
  const plans = new Map(parfors.map((parfor2) => [parfor2, vectorise(region3, parfor2)]));
  const scratch = frameLayout(region3, parfors);
  const kernel = new Kernel(region3, scratch);
  const plan = emitPlan(kernel);
  const body = RegionEmitter.emit(kernel, plans);
  kernel.module.export("plan", plan);
  kernel.module.export("region", body);
  const { arrays, scalars, outputs, bytes, threadBytes } = scratch;
  return { bytes: kernel.module.encode(), layout: { arrays, scalars, outputs, bytes, threadBytes } };
}
function outermostParfors(block) {
  return block.operations.flatMap((operation) => operation.kind === "parfor" ? [operation] : nestedBlocks(operation).flatMap(outermostParfors));
}
function refuseBuilders(parfor2) {
  const refuse = (one2) => {
    const [builder] = one2.builders;
    if (builder) throw new Error(`parfor ${one2.id}: the WebAssembly back end has no ${builder.kind} builder`);
  };
  refuse(parfor2);
  forEachOperation(parfor2.body, (operation) => {
    if (operation.kind === "parfor") refuse(operation);
  });
}
var init_compile = __esm({
  "../../work/main/packages/compiler/src/wasm/compile.ts"() {
    "use strict";
    init_walk();
    init_vectorise();
    init_frame();
    init_kernel();
    init_plan();
    init_region();
  }
});

// ../../work/main/packages/compiler/src/compile.ts
function compileRegion(region3, options = {}) {
  const { parallel: parallel3, diagnostics, region: lowered } = lowerRegion(region3, options);
  if (!parallel3) throw new Error(`region ${region3.name} has nothing parallel: ${diagnostics.map((one2) => one2.message).join("; ")}`);
  const unknown = lowered.arrays.some((array) => array.element === "num");
  const kernel = unknown ? void 0 : compileWasm(lowered);
  const number4 = new Map(lowered.arrays.map((array, index) => [array, index]));
  return {
    parallel: parallel3,
    diagnostics,
    descriptor: {
      abi: ABI_VERSION,
      arrays: lowered.arrays.map(({ name, element: element2, read: read2, written: written2, overwritten }) => ({ name, element: element2, read: read2, written: written2, ...overwritten && { overwritten } })),
      scalars: lowered.scalars.map(({ name, value }) => ({ name, type: value.type })),
      outputs: lowered.outputs.map(({ name, type }) => ({ name, type })),
      aliases: lowered.aliases.map(({ first, second, same: same2 }) => [number4.get(first), number4.get(second), same2 ? 1 : 0]),
      exact: isExact(region3, lowered),
      gate: GATE,
      guards: lowered.guards.map((guard) => guard.reason),
      ...kernel && { layout: kernel.layout }
    },
    sizeTest: sizeTest(lowered),
    ...kernel && { wasm: kernel.bytes, layout: kernel.layout },
    js: emitJavaScript(lowered)
  };
}
var GATE;
var init_compile2 = __esm({
  "../../work/main/packages/compiler/src/compile.ts"() {
    "use strict";
    init_descriptor();
    init_emit();
    init_gate();
    init_pipeline();
    init_compile();
    GATE = 3e4;
  }
});

// ../../work/main/packages/compiler/src/index.ts
var src_exports = {};
__export(src_exports, {
  ABI_VERSION: () => ABI_VERSION,
  Builder: () => Builder,
  IrParseError: () => IrParseError,
  analyseRegion: () => analyseRegion,
  assertExhaustive: () => assertExhaustive,
  blockParameters: () => blockParameters,
  builderOperands: () => builderOperands,
  compileRegion: () => compileRegion,
  diagnosticCodes: () => diagnosticCodes,
  emptyRegion: () => emptyRegion,
  forEachOperation: () => forEachOperation,
  forEachRegionOperation: () => forEachRegionOperation,
  lowerRegion: () => lowerRegion,
  nestedBlocks: () => nestedBlocks,
  operands: () => operands,
  parseRegion: () => parseRegion,
  printRegion: () => printRegion,
  results: () => results,
  substitute: () => substitute,
  substituteOperands: () => substituteOperands
});
var init_src = __esm({
  "../../work/main/packages/compiler/src/index.ts"() {
    "use strict";
    init_types();
    init_builder();
    init_walk();
    init_print();
    init_descriptor();
    init_codes();
    init_parse();
    init_tokens();
    init_compile2();
    init_pipeline();
  }
});

// ../../work/main/e2e/differential/src/program.ts
var constructorNames;
var init_program = __esm({
  "../../work/main/e2e/differential/src/program.ts"() {
    "use strict";
    constructorNames = {
      f64: "Float64Array",
      f32: "Float32Array",
      i32: "Int32Array",
      u32: "Uint32Array",
      i16: "Int16Array",
      u16: "Uint16Array",
      i8: "Int8Array",
      u8: "Uint8Array",
      u8c: "Uint8ClampedArray",
      i64: "BigInt64Array",
      u64: "BigUint64Array"
    };
  }
});

// ../../work/main/e2e/differential/src/print.ts
var print_exports = {};
__export(print_exports, {
  printProgram: () => printProgram
});
function number3(value) {
  if (Object.is(value, -0)) return "(-0)";
  return value < 0 ? `(${value})` : String(value);
}
function expression(e, math) {
  const print = (x) => expression(x, math);
  switch (e.kind) {
    case "number":
      return number3(e.value);
    case "bigint":
      return e.value < 0n ? `(${e.value}n)` : `${e.value}n`;
    case "variable":
      return e.name;
    case "length":
      return `${e.array}.length`;
    case "read":
      return `${e.array}[${print(e.index)}]`;
    case "unary":
      return `(${e.operator}${print(e.operand)})`;
    // Without parentheses a negated base is a syntax error.
    case "binary":
      return e.operator === "**" ? `((${print(e.left)}) ** ${print(e.right)})` : `(${print(e.left)} ${e.operator} ${print(e.right)})`;
    case "conditional":
      return `(${print(e.test)} ? ${print(e.yes)} : ${print(e.no)})`;
    case "math":
      return `${math}.${e.name}(${e.arguments.map(print).join(", ")})`;
    case "helper":
      return `helper(${[...e.arguments.map(print), ...math === "Math" ? [] : [math]].join(", ")})`;
    default: {
      const never = e;
      return never;
    }
  }
}
function powersAsCalls(e) {
  switch (e.kind) {
    case "read":
      return { ...e, index: powersAsCalls(e.index) };
    case "unary":
      return { ...e, operand: powersAsCalls(e.operand) };
    case "binary": {
      const left = powersAsCalls(e.left), right = powersAsCalls(e.right);
      return e.operator === "**" ? { kind: "math", name: "pow", arguments: [left, right] } : { ...e, left, right };
    }
    case "conditional":
      return { ...e, test: powersAsCalls(e.test), yes: powersAsCalls(e.yes), no: powersAsCalls(e.no) };
    case "math":
    case "helper":
      return { ...e, arguments: e.arguments.map(powersAsCalls) };
    default:
      return e;
  }
}
function withContinueAsBreak(statements, label, inside2 = false) {
  return statements.map((s) => {
    switch (s.kind) {
      case "continue":
        return s.label === void 0 && !inside2 || s.label === label ? { kind: "break", label: `body_${label}` } : s;
      case "if":
        return { ...s, yes: withContinueAsBreak(s.yes, label, inside2), no: withContinueAsBreak(s.no, label, inside2) };
      case "switch":
        return { ...s, cases: s.cases.map((one2) => ({ ...one2, body: withContinueAsBreak(one2.body, label, inside2) })), otherwise: withContinueAsBreak(s.otherwise, label, inside2) };
      case "for":
      case "while":
        return { ...s, body: withContinueAsBreak(s.body, label, true) };
      default:
        return s;
    }
  });
}
function printProgram(program, options) {
  const printer = new Printer3(options.oracle);
  const names = [...program.arrays.map((a) => a.name), ...program.scalars.map((s) => s.name)];
  if (options.oracle) {
    printer.line("function helper(p, q, M = Math) {");
    printer.line(helperBody("M"));
    printer.line("}");
    printer.line(`return function f(${names.join(", ")}) {`);
  } else {
    printer.line("function helper(p: number, q: number): number {");
    printer.line(helperBody("Math"));
    printer.line("}");
    const parameters = [
      ...program.arrays.map((a) => a.annotated ? `${a.name}: ${constructorNames[a.element]}` : a.name),
      ...program.scalars.map((s) => `${s.name}: number`)
    ].join(", ");
    if (program.mark === "comment") {
      printer.line("/** @parallel */");
      printer.line(`export function f(${parameters}) {`);
    } else if (program.mark === "directive") {
      printer.line(`export function f(${parameters}) {`);
      printer.line(`  'use parallel'`);
    } else {
      printer.lines.unshift(`import { parallel } from 'parfor'`);
      printer.line(`export const f = parallel((${parameters}) => {`);
    }
  }
  printer.lines.push("");
  printer.body(program.body);
  printer.line(`  return [${program.results.join(", ")}]`);
  printer.line(!options.oracle && program.mark === "call" ? "})" : "}");
  return printer.lines.join("\n");
}
var Printer3, helperBody;
var init_print2 = __esm({
  "../../work/main/e2e/differential/src/print.ts"() {
    "use strict";
    init_program();
    Printer3 = class {
      lines = [];
      depth = 0;
      math = "Math";
      oracle;
      constructor(oracle) {
        this.oracle = oracle;
      }
      line(text) {
        this.lines.push("  ".repeat(this.depth) + text);
      }
      expression(e) {
        return this.oracle ? expression(powersAsCalls(e), this.math) : expression(e, "Math");
      }
      nested(statements) {
        this.depth++;
        for (const statement of statements) this.statement(statement);
        this.depth--;
      }
      body(statements) {
        for (const statement of statements) this.statement(statement);
      }
      statement(s) {
        switch (s.kind) {
          case "declare":
            this.line(`${s.word} ${s.name} = ${this.expression(s.value)}`);
            return;
          case "assign":
            if (this.oracle && s.operator === "**=") this.line(`${s.name} = ${this.math}.pow(${s.name}, ${this.expression(s.value)})`);
            else this.line(`${s.name} ${s.operator} ${this.expression(s.value)}`);
            return;
          case "update":
            this.line(s.prefix ? `${s.operator}${s.name}` : `${s.name}${s.operator}`);
            return;
          case "store":
            this.line(`${s.array}[${this.expression(s.index)}] ${s.operator} ${this.expression(s.value)}`);
            return;
          case "if":
            this.line(`if (${this.expression(s.test)}) {`);
            this.nested(s.yes);
            if (s.no.length > 0) {
              this.line("} else {");
              this.nested(s.no);
            }
            this.line("}");
            return;
          case "switch":
            this.line(`switch (${this.expression(s.on)}) {`);
            for (const one2 of s.cases) {
              this.line(`case ${number3(one2.value)}:`);
              this.nested(one2.body);
              if (!one2.falls) this.line("  break");
            }
            this.line("default:");
            this.nested(s.otherwise);
            this.line("}");
            return;
          case "for": {
            const outer = this.math;
            if (this.oracle) {
              this.line(`const M_${s.label} = kernels.enter(${JSON.stringify(s.label)}, ${outer})`);
              this.math = `M_${s.label}`;
            }
            this.loop(s);
            this.math = outer;
            return;
          }
          case "while": {
            this.line(`let ${s.counter} = 0`);
            const test = `${s.counter} < ${s.limit} && ${this.expression(s.test)}`;
            this.line(s.post ? `${s.label}: do {` : `${s.label}: while (${test}) {`);
            this.depth++;
            this.line(`${s.counter}++`);
            this.depth--;
            this.nested(s.body);
            this.line(s.post ? `} while (${test})` : "}");
            return;
          }
          case "break":
          case "continue":
            this.line(s.label ? `${s.kind} ${s.label}` : s.kind);
            return;
          default: {
            const never = s;
            throw new Error(String(never));
          }
        }
      }
      loop(s) {
        const header = (l) => {
          const step = l.step === 1 ? `${l.counter}++` : l.step === -1 ? `${l.counter}--` : l.step > 0 ? `${l.counter} += ${l.step}` : `${l.counter} -= ${-l.step}`;
          return `${l.label}: for (${l.word} ${l.counter} = ${this.expression(l.from)}; ${l.counter} ${l.relation} ${this.expression(l.to)}; ${step}) {`;
        };
        if (!this.oracle || s.reshaped.length === 0) {
          this.line(header(s));
          this.nested(s.body);
          this.line("}");
          return;
        }
        const inner = s.through === void 0 ? void 0 : s.body.find((one2) => one2.kind === "for" && one2.label === s.through);
        const counted = (l, inside2) => `for (${l.word} ${l.counter} = ${this.expression(l.from)}; ${l.counter} ${l.relation} ${this.expression(l.to)}; ${l.counter} += ${l.step}) ${inside2}`;
        const hasLoop2 = (list) => list.some((one2) => one2.kind === "for" || one2.kind === "while");
        const block = hasLoop2((inner ?? s).body) ? 16 : 2048;
        this.line(`let trips_${s.label} = 0, t_${s.label} = 0`);
        if (inner) {
          this.line(`let rows_${s.label} = 0`);
          this.line(counted(s, `rows_${s.label}++`));
          this.line(counted(inner, `trips_${s.label} += rows_${s.label}`));
        } else {
          this.line(counted(s, `trips_${s.label}++`));
        }
        for (const one2 of s.reshaped) this.line(`const shape_${one2.name} = kernels.shape(${JSON.stringify(s.label)}, '${one2.operator}', ${one2.name}, trips_${s.label}, ${block})`);
        const carrying = inner ?? s;
        const carry = () => {
          this.depth++;
          for (const one2 of s.reshaped) this.line(`${one2.name} = shape_${one2.name}.enter(t_${s.label})`);
          this.line(`body_${carrying.label}: {`);
          this.nested(withContinueAsBreak(carrying.body, carrying.label));
          this.line("}");
          for (const one2 of s.reshaped) this.line(`shape_${one2.name}.leave(t_${s.label}, ${one2.name})`);
          this.line(`t_${s.label}++`);
          this.depth--;
        };
        this.line(header(s));
        if (inner) {
          this.depth++;
          for (const one2 of s.body) {
            if (one2 !== inner) {
              this.statement(one2);
              continue;
            }
            this.line(header(inner));
            carry();
            this.line("}");
          }
          this.depth--;
        } else {
          carry();
        }
        this.line("}");
        for (const one2 of s.reshaped) this.line(`${one2.name} = shape_${one2.name}.finish()`);
      }
    };
    helperBody = (math) => `  const d = p - q
  if (d > 0) return ${math}.sqrt(d) + 1
  return d * d - q`;
  }
});

// ../../work/main/e2e/differential/src/main.ts
import { parseArgs } from "node:util";

// ../../work/main/packages/runtime/src/index.ts
var src_exports2 = {};
__export(src_exports2, {
  ParforError: () => ParforError2,
  alloc: () => alloc2,
  configure: () => configure2,
  free: () => free2,
  info: () => info2,
  parallel: () => parallel,
  ready: () => ready2,
  threads: () => threads,
  withOptions: () => withOptions2
});

// ../../work/main/packages/runtime/src/error.ts
var ParforError = class extends Error {
  code;
  constructor(code, message) {
    super(`[${code}] ${message}`);
    this.name = "ParforError";
    this.code = code;
  }
};

// ../../work/main/packages/runtime/src/nearest.ts
function distance(left, right) {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[right.length];
}
function nearest(name, known2) {
  let best;
  let least = Math.max(2, Math.floor(name.length / 2)) + 1;
  for (const candidate2 of known2) {
    const edits = distance(name.toLowerCase(), candidate2.toLowerCase());
    if (edits < least) [best, least] = [candidate2, edits];
  }
  return best;
}
function suggestion(name, known2) {
  const near = nearest(name, known2);
  return near === void 0 ? "" : ` Did you mean "${near}"?`;
}

// ../../work/main/packages/runtime/src/options.ts
var backends = ["wasm", "wasm1", "js"];
var maximumThreads = 64;
var oneOf = (values2) => ({
  allowed: values2.map((value) => JSON.stringify(value)).join(", "),
  accepts: (value) => values2.includes(value)
});
var threadCount = {
  allowed: `a whole number from 1 to ${maximumThreads}`,
  accepts: (value) => typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maximumThreads
};
var configurationChecks = { threads: threadCount, backend: oneOf(backends), gate: oneOf(["on", "off"]) };
var callChecks = { threads: threadCount, backend: oneOf(backends), exact: oneOf([true, false]) };
function describe(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return typeof value === "function" ? "a function" : String(value);
}
function validate(place2, given, checks) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw new ParforError("PF501", `${place2} takes an object of options, not ${describe(given)}. Write, for example, ${place2}({ threads: 2 }).`);
  }
  const result2 = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name)) {
      const names = Object.keys(checks);
      throw new ParforError("PF500", `${place2} has no option "${name}".${suggestion(name, names)} Its options are ${names.join(", ")}.`);
    }
    if (value === void 0) continue;
    if (!checks[name].accepts(value)) {
      throw new ParforError("PF501", `${place2}: option "${name}" cannot be ${describe(value)}. Allowed: ${checks[name].allowed}.`);
    }
    result2[name] = value;
  }
  return result2;
}
var validateConfiguration = (given) => validate("configure", given, configurationChecks);
var validateCallOptions = (given) => validate("withOptions", given, callChecks);
function validateFunction(f) {
  if (typeof f !== "function") throw new ParforError("PF501", `withOptions takes a function and its options, not ${describe(f)}. Write, for example, withOptions(f, { threads: 2 })(x).`);
}
function validateThreads(count3) {
  if (!threadCount.accepts(count3)) throw new ParforError("PF501", `threads(${describe(count3)}): the argument must be ${threadCount.allowed}.`);
  return count3;
}

// ../../work/main/packages/runtime/src/core.ts
import { loadCore, loadCoreSync } from "/work/main/packages/runtime-wasm/dist/index.mjs";

// ../../work/main/packages/runtime/src/arrays.ts
var elements = ["f64", "f32", "i32", "u32", "i16", "u16", "i8", "u8", "u8c", "i64", "u64"];
var elementBytes = [8, 4, 4, 4, 2, 2, 1, 1, 1, 8, 8];
var firstBigInt = 9;
var prototype = Object.getPrototypeOf(Float64Array.prototype);
var getter = (owner, key2) => Object.getOwnPropertyDescriptor(owner, key2).get;
var tag = getter(prototype, Symbol.toStringTag);
var length = getter(prototype, "length");
var byteOffset = getter(prototype, "byteOffset");
var buffer = getter(prototype, "buffer");
var set = prototype.set;
var bufferLength = getter(ArrayBuffer.prototype, "byteLength");
function elementCode(value) {
  switch (tag.call(value)) {
    case "Float64Array":
      return 0;
    case "Float32Array":
      return 1;
    case "Int32Array":
      return 2;
    case "Uint32Array":
      return 3;
    case "Int16Array":
      return 4;
    case "Uint16Array":
      return 5;
    case "Int8Array":
      return 6;
    case "Uint8Array":
      return 7;
    case "Uint8ClampedArray":
      return 8;
    case "BigInt64Array":
      return 9;
    case "BigUint64Array":
      return 10;
    default:
      return -1;
  }
}
var lengthOf = (array) => length.call(array);
var byteOffsetOf = (array) => byteOffset.call(array);
var bufferOf = (array) => buffer.call(array);
function copyInto(target, source, offset) {
  set.call(target, source, offset);
}
var plainLengths = /* @__PURE__ */ new WeakMap();
function inheritsPlainLength(start2) {
  let plain2 = plainLengths.get(start2);
  if (plain2 === void 0) {
    let owner = start2;
    while (owner && !Object.hasOwn(owner, "length")) owner = Object.getPrototypeOf(owner);
    const get = owner ? Object.getOwnPropertyDescriptor(owner, "length").get : void 0;
    plain2 = get !== void 0 && Function.prototype.toString.call(get).includes("[native code]");
    plainLengths.set(start2, plain2);
  }
  return plain2;
}
function hasPlainLength(array) {
  const prototype2 = Object.getPrototypeOf(array);
  return prototype2 !== null && inheritsPlainLength(prototype2) && !Object.hasOwn(array, "length");
}
function isUnshared(buffer2) {
  try {
    bufferLength.call(buffer2);
    return true;
  } catch {
    return false;
  }
}
var constructors = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  BigInt64Array,
  BigUint64Array
];
var viewsOf = (buffer2) => constructors.map((constructor) => new constructor(buffer2));
var codes = /* @__PURE__ */ new WeakMap();
function constructorCode(constructor) {
  if (typeof constructor !== "function") return -1;
  let code = codes.get(constructor);
  if (code === void 0) {
    const genuine = Object.hasOwn(constructor, "BYTES_PER_ELEMENT") && Function.prototype.toString.call(constructor).includes("[native code]") && constructor.prototype?.constructor === constructor;
    code = genuine ? elementCode(new constructor(0)) : -1;
    codes.set(constructor, code);
  }
  return code;
}
function viewAt(code, buffer2, address, length2) {
  return new constructors[code](buffer2, address, length2);
}

// ../../work/main/packages/runtime/src/messages.ts
var said = /* @__PURE__ */ new Set();
function sayOnce(key2, code, message) {
  if (said.has(key2)) return;
  said.add(key2);
  console.warn(`parfor ${code}: ${message}`);
}

// ../../work/main/packages/runtime/src/node.ts
var candidate = globalThis.process;
var nodeProcess = typeof candidate?.versions?.node === "string" ? candidate : void 0;
function builtinModule(name) {
  return nodeProcess?.getBuiltinModule?.(name);
}

// ../../work/main/packages/runtime/src/heap.ts
var smallest = 8192;
var addressable = 2 ** 32 - 65536;
var core;
var used = 0;
var implicitLimit = 0;
var blocks = /* @__PURE__ */ new WeakMap();
var ended = new FinalizationRegistry(release);
var ordinary = /* @__PURE__ */ new WeakSet();
function release(block) {
  block.freed = true;
  used -= block.bytes;
  core.free(block.address);
}
function memoryShare() {
  const total = builtinModule("node:os")?.totalmem() ?? 4 * 2 ** 30;
  const constrained = nodeProcess?.constrainedMemory?.() ?? 0;
  return (constrained > 0 ? Math.min(total, constrained) : total) / 4;
}
function connectHeap(loaded3) {
  core = loaded3;
  implicitLimit = memoryShare();
}
var heapUsed = () => used;
var views = [];
function heapView(code, end) {
  if (views.length === 0 || views[0].byteLength < end) {
    core.memory.grow(0);
    views = viewsOf(core.memory.buffer);
    core.memory.grow(0);
  }
  return views[code];
}
var reportEvery = 64 * 2 ** 20;
var unreported = 0;
function report(bytes) {
  unreported += bytes;
  if (unreported < reportEvery) return;
  unreported = 0;
  void new ArrayBuffer(reportEvery);
}
function place(constructor, length2, bytes, zeroed) {
  if (bytes > addressable) return void 0;
  const address = zeroed ? core.allocZeroed(bytes) : core.alloc(bytes);
  if (address === 0) return void 0;
  const { memory } = core;
  memory.grow(0);
  const { buffer: buffer2 } = memory;
  memory.grow(0);
  const block = { address, bytes, freed: false };
  blocks.set(buffer2, block);
  ended.register(buffer2, block, block);
  used += bytes;
  report(bytes);
  return new constructor(buffer2, address, length2);
}
function full(bytes) {
  const megabytes = (count3) => `${(count3 / 2 ** 20).toFixed(1)} MB`;
  sayOnce("PF403", "PF403", `the shared heap is full: ${megabytes(used)} are used, an array of ${megabytes(bytes)} became an ordinary array, which every parallel call copies. free() arrays that are no longer needed.`);
}
function placeImplicit(constructor, length2, bytes, zero) {
  const array = used + bytes <= implicitLimit ? place(constructor, length2, bytes, zero) : void 0;
  if (!array) full(bytes);
  return array;
}
function makeFrom(constructor, code, source) {
  const construct = constructor;
  const sourceCode = elementCode(source);
  const direct = sourceCode >= 0 && sourceCode >= firstBigInt === code >= firstBigInt;
  const from = direct ? source : new construct(source);
  if (!direct && bufferOf(from) === source) return from;
  const length2 = lengthOf(from);
  const bytes = length2 * elementBytes[code];
  const copy = bytes >= smallest ? placeImplicit(constructor, length2, bytes, false) : void 0;
  if (!copy) return direct ? new construct(source) : from;
  copyInto(copy, from, 0);
  return copy;
}
function make(constructor, ...values2) {
  if (core && values2.length === 1) {
    const first = values2[0];
    const code = constructorCode(constructor);
    if (code >= 0 && typeof first === "number") {
      const bytes = first * elementBytes[code];
      if (bytes >= smallest && bytes <= addressable && Number.isInteger(first)) {
        const array = placeImplicit(constructor, first, bytes, true);
        if (array) return array;
      }
    } else if (code >= 0 && typeof first === "object" && first !== null) {
      return makeFrom(constructor, code, first);
    }
  }
  return new constructor(...values2);
}
function disposable(array) {
  if (typeof Symbol.dispose === "symbol") {
    Object.defineProperty(array, Symbol.dispose, { value: () => {
      if (isLive(array)) free(array);
    }, configurable: true });
  }
  return array;
}
function isLive(array) {
  return ordinary.has(array) || blocks.get(bufferOf(array))?.freed === false;
}
function alloc(constructor, length2) {
  const code = constructorCode(constructor);
  if (code < 0) throw new ParforError("PF501", "alloc takes a typed-array constructor and a length: alloc(Float64Array, 1000).");
  if (!Number.isSafeInteger(length2) || length2 < 0) throw new ParforError("PF501", `alloc(${constructor.name}, ${String(length2)}): the length must be a whole number that is not negative.`);
  const bytes = length2 * elementBytes[code];
  if (core) {
    const array2 = place(constructor, length2, Math.max(bytes, 8), true);
    if (array2) return disposable(array2);
    full(bytes);
  }
  const array = new constructor(length2);
  ordinary.add(array);
  return disposable(array);
}
function free(array) {
  if (elementCode(array) < 0) throw new ParforError("PF502", "free takes a typed array.");
  if (ordinary.delete(array)) return;
  const block = blocks.get(bufferOf(array));
  if (!block) throw new ParforError("PF502", "this array is not in the shared heap (or it came from alloc() before ready(), and was freed). free() is for arrays of alloc() and of marked functions.");
  if (block.freed) throw new ParforError("PF502", "this array was freed before.");
  ended.unregister(block);
  release(block);
}
function heapAddress(buffer2, byteOffset2) {
  const block = blocks.get(buffer2);
  if (!block) return -1;
  if (block.freed) throw new ParforError("PF502", "an array was used in a parallel call after it had been freed.");
  return byteOffset2;
}

// ../../work/main/packages/runtime/src/environment.ts
function senseless(name, value, allowed) {
  return new ParforError("PF501", `environment variable ${name} cannot be ${JSON.stringify(value)}. Allowed: ${allowed}. Leave it unset for the default.`);
}
function choice(variables, name, allowed) {
  const value = variables[name];
  if (value === void 0 || value === "") return void 0;
  if (!allowed.includes(value)) throw senseless(name, value, allowed.join(", "));
  return value;
}
function threadCount2(variables) {
  const value = variables.PARFOR_THREADS;
  if (value === void 0 || value === "") return void 0;
  const count3 = Number(value);
  if (!/^\d+$/.test(value) || count3 < 1 || count3 > maximumThreads) throw senseless("PARFOR_THREADS", value, `a whole number from 1 to ${maximumThreads}`);
  return count3;
}
function parseEnvironment(variables) {
  return {
    threads: threadCount2(variables),
    backend: choice(variables, "PARFOR_BACKEND", backends),
    gate: choice(variables, "PARFOR_GATE", ["on", "off"]),
    mode: choice(variables, "PARFOR_MODE", ["marked", "infer"]) ?? "marked",
    dump: (variables.PARFOR_DUMP ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""),
    report: variables.PARFOR_REPORT || void 0,
    disabled: choice(variables, "PARFOR_DISABLE", ["0", "1"]) === "1",
    arrays: choice(variables, "PARFOR_ARRAYS", ["shared"])
  };
}

// ../../work/main/packages/runtime/src/settings.ts
var environment = parseEnvironment(nodeProcess?.env ?? {});
var configuration = {};
var active = { threads: environment.threads ?? 0, backend: environment.backend ?? "auto", exact: false };
var gate = { own: true, fixed: 0 };
function apply() {
  active.threads = environment.threads ?? configuration.threads ?? 0;
  active.backend = environment.backend ?? configuration.backend ?? "auto";
  gate.own = !environment.disabled && (environment.gate ?? configuration.gate ?? "on") === "on";
  gate.fixed = environment.disabled ? Infinity : -1;
}
apply();
function configure(options) {
  configuration = { ...configuration, ...validateConfiguration(options) };
  apply();
}
var wantedThreads = () => environment.threads ?? configuration.threads;
function withOptions(f, options) {
  validateFunction(f);
  const checked = validateCallOptions(options);
  const wrapped = function(...values2) {
    const { threads: threads2, backend, exact: exact2 } = active;
    active.threads = checked.threads ?? threads2;
    active.backend = checked.backend ?? backend;
    active.exact = checked.exact ?? exact2;
    try {
      return f.apply(this, values2);
    } finally {
      active.threads = threads2;
      active.backend = backend;
      active.exact = exact2;
    }
  };
  for (const key2 of ["name", "length"]) Object.defineProperty(wrapped, key2, { value: f[key2], configurable: true });
  return wrapped;
}

// ../../work/main/packages/runtime/src/core.ts
var loaded = { core: void 0 };
var loading;
var refused;
function arrived(core2) {
  loaded.core = core2;
  connectHeap(core2);
}
function failed(error) {
  refused = error instanceof Error ? error.message : String(error);
  sayOnce("core", "PF404", `WebAssembly cannot be used here, marked functions run as plain JavaScript: ${refused}`);
}
function wantCore() {
  if (loading || environment.disabled) return;
  const options = { threads: wantedThreads() };
  if (nodeProcess) {
    loading = Promise.resolve();
    try {
      arrived(loadCoreSync(options));
    } catch (error) {
      failed(error);
    }
  } else {
    loading = loadCore(options).then(arrived, failed);
  }
}
async function coreReady() {
  if (active.backend !== "js") wantCore();
  await loading;
  await loaded.core?.ready;
}
function ladder() {
  const { core: core2 } = loaded;
  const asked = environment.backend ? `PARFOR_BACKEND=${environment.backend}` : `configure({ backend: '${active.backend}' })`;
  const none2 = environment.disabled ? "PARFOR_DISABLE=1" : refused ?? (active.backend === "js" ? asked : loading ? "still loading" : "no marked function was loaded yet");
  const alone = active.backend === "wasm1" ? asked : active.threads === 1 ? "one thread was asked for" : core2 && core2.threads() === 1 ? core2.reasons.join("; ") || (core2.workersReady() ? "this process may use one core only" : "its threads are still starting") : void 0;
  const unavailable = core2 === void 0 || active.backend === "js" || environment.disabled;
  return [
    unavailable ? { rung: "wasm", available: false, reason: none2 } : { rung: "wasm", available: alone === void 0, reason: alone },
    unavailable ? { rung: "wasm1", available: false, reason: none2 } : { rung: "wasm1", available: true },
    environment.disabled ? { rung: "js", available: false, reason: none2 } : { rung: "js", available: true }
  ];
}

// ../../work/main/packages/runtime/src/version.ts
var version = true ? "0.1.0" : "source";
var abiVersion = 1;
var protocol = 1;

// ../../work/main/packages/runtime/src/statistics.ts
var all = /* @__PURE__ */ new Map();
function statisticsOf({ file, name, line }) {
  const key2 = `${file}\0${name}`;
  let found = all.get(key2);
  if (!found) {
    found = { file, name, line, calls: 0, wasm: 0, js: 0, original: 0 };
    all.set(key2, found);
  }
  return found;
}
var allStatistics = () => [...all.values()];

// ../../work/main/packages/runtime/src/information.ts
function info() {
  const rungs = ladder();
  const rung = rungs.find((one2) => one2.available)?.rung ?? "none";
  const { core: core2 } = loaded;
  const there = core2?.threads() ?? 1;
  return {
    rung,
    ladder: rungs,
    threads: rung === "wasm" ? Math.min(there, active.threads || there) : 1,
    versions: { parfor: version, abi: abiVersion, ...nodeProcess && { node: nodeProcess.versions.node } },
    heap: { used: heapUsed(), size: core2?.memory.buffer.byteLength ?? 0 },
    regions: allStatistics().map((region3) => ({ ...region3 }))
  };
}

// ../../work/main/packages/runtime/src/jit.ts
var compiler;
var loading2;
function wantCompiler() {
  loading2 ??= Promise.resolve().then(() => (init_src(), src_exports)).then(
    (module) => {
      compiler = module;
    },
    (error) => sayOnce("compiler", "PF404", `the compiler cannot be loaded, functions without declared array types run as plain JavaScript: ${String(error)}`)
  );
}
async function compilerReady() {
  await loading2;
}
var compilerLoaded = () => compiler !== void 0;
function dump(pass, text) {
  if (environment.dump.includes(pass)) console.error(`--- ${pass}
${text()}`);
}
function compileFor(ir, names, codes2) {
  const { compileRegion: compileRegion2, parseRegion: parseRegion2 } = compiler;
  const types = {};
  names.forEach((name, index) => {
    types[name] = elements[codes2[index]];
  });
  const options = { elements: types, ...environment.dump.length > 0 && { dump } };
  const { wasm, layout, descriptor } = compileRegion2(parseRegion2(ir), options);
  if (!wasm || !layout) throw new Error(`no kernel for ${JSON.stringify(types)}`);
  return { bytes: wasm, layout, descriptor };
}
function decodeBase64(text) {
  const binary4 = atob(text);
  const bytes = new Uint8Array(binary4.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary4.charCodeAt(i);
  return bytes;
}

// ../../work/main/packages/runtime/src/region.ts
import { launchStatus } from "/work/main/packages/runtime-wasm/dist/index.mjs";

// ../../work/main/packages/runtime/src/arguments.ts
var maximumLength = 2 ** 31 - 1;
var arrayNames = [
  "Float64Array",
  "Float32Array",
  "Int32Array",
  "Uint32Array",
  "Int16Array",
  "Uint16Array",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "BigInt64Array",
  "BigUint64Array"
];
function describe2(value) {
  const code = elementCode(value);
  if (code >= 0) return `a ${arrayNames[code]}`;
  if (value === null) return "null";
  return typeof value === "object" ? "another object" : `a value of type ${typeof value}`;
}
var declaredCode = (array) => array.element === "num" ? -1 : elements.indexOf(array.element);
function isScalar(value, type) {
  switch (type) {
    case "f64":
      return typeof value === "number";
    case "bool":
      return typeof value === "boolean";
    case "i64":
      return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
    case "u64":
      return typeof value === "bigint" && BigInt.asUintN(64, value) === value;
    case "f32":
      return typeof value === "number" && Object.is(Math.fround(value), value);
    case "i32":
      return typeof value === "number" && Object.is(value | 0, value);
    case "u32":
      return typeof value === "number" && Object.is(value >>> 0, value);
  }
}
function mayBeSameMemory(first, second, from, to) {
  if (isUnshared(first) || isUnshared(second)) return false;
  const probes = 256;
  const step = Math.floor((to - from) / probes) | 1;
  const left = viewAt(7, first, from, to - from);
  const right = viewAt(7, second, from, to - from);
  for (let at = 0; at < to - from; at += step) if (left[at] !== right[at]) return false;
  return true;
}
var Arguments = class {
  /** Element type by array. */
  codes;
  /** Lengths, read once: a length-tracking view keeps this length for the region. */
  lengths;
  buffers;
  /** Address in the shared heap, −1 for ordinary arrays. */
  addresses;
  offsets;
  /** The arrays are of the declared types, so that the code compiled at build time fits. */
  asDeclared = false;
  /** Why the arguments were refused. */
  refusal = "";
  descriptor;
  declared;
  flexible;
  constructor(descriptor) {
    this.descriptor = descriptor;
    const count3 = descriptor.arrays.length;
    this.codes = Array.from({ length: count3 }, () => -1);
    this.lengths = Array.from({ length: count3 }, () => 0);
    this.buffers = Array.from({ length: count3 });
    this.addresses = Array.from({ length: count3 }, () => -1);
    this.offsets = Array.from({ length: count3 }, () => 0);
    this.declared = descriptor.arrays.map(declaredCode);
    this.flexible = descriptor.ir !== void 0;
  }
  /** Reads the kinds and lengths of the arrays and checks the scalars. */
  accept(values2) {
    const { codes: codes2, declared } = this;
    this.asDeclared = true;
    for (let i = 0; i < codes2.length; i++) {
      const code = elementCode(values2[i]);
      codes2[i] = code;
      if (code !== declared[i] && !this.acceptOther(i, code, values2[i])) return false;
      const array = values2[i];
      if (!hasPlainLength(array)) return this.refuse(`"${this.descriptor.arrays[i].name}" has a length property of its own`);
      const length2 = lengthOf(array);
      if (length2 > maximumLength) return this.refuse(`"${this.descriptor.arrays[i].name}" has more than ${maximumLength} elements`);
      this.lengths[i] = length2;
    }
    const { scalars } = this.descriptor;
    for (let i = 0; i < scalars.length; i++) {
      const value = values2[codes2.length + i];
      if (!isScalar(value, scalars[i].type)) return this.refuseScalar(i, value);
    }
    return true;
  }
  /** The array's type was left open (`num`), or the region can be compiled for other types than the declared ones. */
  acceptOther(index, code, value) {
    const { name, element: element2 } = this.descriptor.arrays[index];
    const wanted = this.declared[index];
    if (code >= 0 && element2 === "num" && code < firstBigInt) return true;
    if (code >= 0 && element2 !== "num" && this.flexible && code < firstBigInt === wanted < firstBigInt) {
      this.asDeclared = false;
      return true;
    }
    return this.refuse(`"${name}" is ${describe2(value)}, compiled for ${element2 === "num" ? "typed arrays of numbers" : `a ${arrayNames[wanted]}`}`);
  }
  refuseScalar(index, value) {
    const { name, type } = this.descriptor.scalars[index];
    const wanted = type === "bool" ? "a boolean" : type === "i64" || type === "u64" ? "a bigint of 64 bits" : "a number";
    return this.refuse(`"${name}" is ${describe2(value)}, compiled for ${wanted}`);
  }
  refuse(reason) {
    this.refusal = reason;
    return false;
  }
  /** Reads where the arrays are, and checks that they overlap only in the ways that are allowed. */
  locate(values2, pairs) {
    for (let i = 0; i < this.codes.length; i++) {
      const array = values2[i];
      const buffer2 = bufferOf(array);
      this.buffers[i] = buffer2;
      this.offsets[i] = byteOffsetOf(array);
      this.addresses[i] = heapAddress(buffer2, this.offsets[i]);
    }
    for (let k = 0; k < pairs.length; k++) {
      const [first, second, same2] = pairs[k];
      if (this.overlaps(first, second) && !(same2 && this.identical(first, second))) {
        const { arrays } = this.descriptor;
        return this.refuse(`"${arrays[first].name}" and "${arrays[second].name}" overlap`);
      }
    }
    return true;
  }
  overlaps(first, second) {
    const from = Math.max(this.offsets[first], this.offsets[second]);
    const to = Math.min(this.endOf(first), this.endOf(second));
    if (from >= to) return false;
    if (this.buffers[first] === this.buffers[second]) return true;
    if (this.addresses[first] >= 0) return this.addresses[second] >= 0 || mayBeSameMemory(this.buffers[second], this.buffers[first], from, to);
    return mayBeSameMemory(this.buffers[first], this.buffers[second], from, to);
  }
  endOf(index) {
    return this.offsets[index] + this.lengths[index] * elementBytes[this.codes[index]];
  }
  /** The same elements in the same place. */
  identical(first, second) {
    return this.codes[first] === this.codes[second] && this.offsets[first] === this.offsets[second] && this.lengths[first] === this.lengths[second] && (this.buffers[first] === this.buffers[second] || this.addresses[first] >= 0 && this.addresses[second] >= 0);
  }
  /** The arrays must not be kept alive by the region. */
  forget() {
    for (let i = 0; i < this.buffers.length; i++) this.buffers[i] = void 0;
  }
};
function pairsOf({ arrays, aliases }) {
  const pairs = [];
  for (let first = 0; first < arrays.length; first++) {
    for (let second = first + 1; second < arrays.length; second++) {
      const [one2, other] = [arrays[first], arrays[second]];
      const rule = aliases.find(([a, b]) => a === first && b === second || a === second && b === first);
      const touched = one2.written && (other.written || other.read) || other.written && (one2.written || one2.read);
      if (rule) pairs.push([first, second, rule[2] === 1]);
      else if (touched) pairs.push([first, second, true]);
    }
  }
  return pairs;
}

// ../../work/main/packages/runtime/src/choice.ts
var plainOperation = 0.4;
var kernelOperation = 0.2;
var copiedByte = 0.1;
var measurable = 5e4;
var firstRetry = 16;
var unrepresentative = 2;
var Choice = class {
  /** Nanoseconds per operation as measured, copies included; 0: not measured. */
  kernel = 0;
  plain = 0;
  calls = 0;
  retry = firstRetry;
  started = 0;
  recorded = { kernel: 0, plain: 0 };
  /** Whether a call of `work` operations, for which so many bytes must be copied, should run as a kernel. `timed`: the other rung can be
   *  measured too (the runtime does not see the end of a call that it leaves to the original). */
  prefersKernel(work, copied, timed) {
    if (copied === 0) return true;
    const kernel = this.kernel === 0 ? kernelOperation * work + copiedByte * copied : this.kernel * work;
    const plain2 = (this.plain === 0 ? plainOperation : this.plain) * work;
    const better = kernel < plain2;
    if (work < measurable || ++this.calls < this.retry) return better;
    this.retry *= 2;
    this.calls = 0;
    const worthATry = better ? timed && plain2 < 4 * kernel : kernel < 4 * plain2;
    return worthATry ? !better : better;
  }
  start() {
    this.started = performance.now();
  }
  record(rung, work, copied) {
    if (work < measurable || copied === 0 || ++this.recorded[rung] <= unrepresentative) return;
    const nanoseconds = (performance.now() - this.started) * 1e6 / work;
    this[rung] = this[rung] === 0 ? nanoseconds : 0.7 * this[rung] + 0.3 * nanoseconds;
  }
};

// ../../work/main/packages/runtime/src/launcher.ts
var Launcher = class {
  kernel;
  core;
  descriptor;
  layout;
  frame = 0;
  frameThreads = 0;
  /** Views of the frame, by 8-byte cells or halves of them; they stay good when the memory grows. */
  integers;
  doubles;
  singles;
  longs;
  /** By array: its copy in the heap (0: none, or that of an identical view), whether the contents are there, whether they go back. */
  copies;
  filled;
  back;
  constructor(core2, descriptor, bytes, layout) {
    this.core = core2;
    this.descriptor = descriptor;
    this.layout = layout;
    this.kernel = core2.addKernel(bytes);
    this.copies = descriptor.arrays.map(() => 0);
    this.filled = descriptor.arrays.map(() => false);
    this.back = descriptor.arrays.map(() => false);
  }
  /** Frees what the kernel holds in the shared memory. */
  dispose() {
    if (this.frame !== 0) this.core.free(this.frame);
    this.frame = 0;
    this.frameThreads = 0;
    this.core.removeKernel(this.kernel);
  }
  /** False when the heap is full. */
  reserve(threads2) {
    if (threads2 <= this.frameThreads) return true;
    const { bytes, threadBytes } = this.layout;
    const frame = this.core.allocZeroed(bytes + threads2 * threadBytes);
    if (frame === 0) return false;
    if (this.frame !== 0) this.core.free(this.frame);
    this.frame = frame;
    this.frameThreads = threads2;
    const { buffer: buffer2 } = heapView(7, frame + bytes);
    this.integers = viewAt(2, buffer2, frame, bytes / 4);
    this.doubles = viewAt(0, buffer2, frame, bytes / 8);
    this.singles = viewAt(1, buffer2, frame, bytes / 4);
    this.longs = viewAt(9, buffer2, frame, bytes / 8);
    return true;
  }
  writeScalar(byte, type, value) {
    switch (type) {
      case "f64":
        this.doubles[byte / 8] = value;
        break;
      case "f32":
        this.singles[byte / 4] = value;
        break;
      case "i64":
      case "u64":
        this.longs[byte / 8] = value;
        break;
      // Stores wrap: a u32 keeps its bits, a boolean becomes 0 or 1.
      case "i32":
      case "u32":
      case "bool":
        this.integers[byte / 4] = value;
        break;
    }
  }
  readOutput(byte, type) {
    switch (type) {
      case "f64":
        return this.doubles[byte / 8];
      case "f32":
        return this.singles[byte / 4];
      case "i64":
        return this.longs[byte / 8];
      case "u64":
        return BigInt.asUintN(64, this.longs[byte / 8]);
      case "i32":
        return this.integers[byte / 4];
      case "u32":
        return this.integers[byte / 4] >>> 0;
      case "bool":
        return this.integers[byte / 4] !== 0;
    }
  }
  /** Lengths and scalars into the frame, then the kernel's guards: the work estimate, or −1 − number of the first that failed. */
  plan(given, values2) {
    const { lengths: lengths2 } = given;
    const cells = this.layout.arrays / 4;
    for (let i = 0; i < lengths2.length; i++) this.integers[cells + 2 * i + 1] = lengths2[i];
    const { scalars } = this.descriptor;
    for (let i = 0; i < scalars.length; i++) this.writeScalar(this.layout.scalars + 8 * i, scalars[i].type, values2[lengths2.length + i]);
    return this.core.plan(this.kernel, this.frame);
  }
  isTouched(index) {
    const { read: read2, written: written2 } = this.descriptor.arrays[index];
    return read2 || written2;
  }
  /** Bytes that a call with these arrays copies, both ways. */
  copiedBytes(given) {
    let bytes = 0;
    for (let i = 0; i < given.addresses.length; i++) {
      if (given.addresses[i] >= 0 || !this.isTouched(i)) continue;
      const { written: written2, overwritten } = this.descriptor.arrays[i];
      bytes += given.lengths[i] * elementBytes[given.codes[i]] * ((overwritten ? 0 : 1) + (written2 ? 1 : 0));
    }
    return bytes;
  }
  /** Addresses into the frame; arrays from outside the heap are copied there. False, with nothing kept, when the heap is full. */
  enter(given, values2) {
    const { addresses, lengths: lengths2 } = given;
    const cells = this.layout.arrays / 4;
    for (let i = 0; i < addresses.length; i++) {
      let address = addresses[i];
      if (address < 0) {
        address = this.isTouched(i) && lengths2[i] > 0 ? this.copyIn(given, values2, i) : this.frame;
        if (address === 0) {
          this.release();
          return false;
        }
      }
      this.integers[cells + 2 * i] = address;
    }
    return true;
  }
  /** The address of a copy; 0 when the heap is full. Identical views share one. */
  copyIn(given, values2, index) {
    let owner = 0;
    while (owner < index && !(this.copies[owner] !== 0 && given.identical(owner, index))) owner++;
    const { overwritten, written: written2 } = this.descriptor.arrays[index];
    const code = given.codes[index];
    const size = elementBytes[code];
    const bytes = given.lengths[index] * size;
    if (owner === index) {
      this.copies[index] = this.core.alloc(bytes);
      this.filled[index] = false;
      this.back[index] = false;
    }
    const address = this.copies[owner];
    if (address === 0) return 0;
    if (!overwritten && !this.filled[owner]) {
      copyInto(heapView(code, address + bytes), values2[index], address / size);
      this.filled[owner] = true;
    }
    if (written2) this.back[owner] = true;
    return address;
  }
  launch(threads2) {
    return this.core.launch(this.kernel, this.frame, threads2);
  }
  /** Written arrays go back to where they came from, and the outputs to `out`. */
  leave(given, values2, out) {
    for (let i = 0; i < this.copies.length; i++) {
      if (this.copies[i] === 0 || !this.back[i]) continue;
      const [code, length2] = [given.codes[i], given.lengths[i]];
      const { buffer: buffer2 } = heapView(code, this.copies[i] + length2 * elementBytes[code]);
      copyInto(values2[i], viewAt(code, buffer2, this.copies[i], length2), 0);
    }
    const { outputs } = this.descriptor;
    for (let i = 0; i < outputs.length; i++) out[i] = this.readOutput(this.layout.outputs + 8 * i, outputs[i].type);
  }
  /** Frees the copies. */
  release() {
    for (let i = 0; i < this.copies.length; i++) {
      if (this.copies[i] === 0) continue;
      this.core.free(this.copies[i]);
      this.copies[i] = 0;
    }
  }
};

// ../../work/main/packages/runtime/src/region.ts
var collected = new FinalizationRegistry((variants2) => {
  for (const variant of variants2.values()) variant?.launcher.dispose();
});
var workPerThread = 2e4;
var Region = class {
  out = [];
  descriptor;
  given;
  choice = new Choice();
  statistics;
  /** By element types; undefined: refused by the compiler or the engine. */
  variants = /* @__PURE__ */ new Map();
  variant;
  variantCodes = [];
  pairs;
  ownGate;
  js;
  exact;
  constructor(descriptor) {
    this.descriptor = descriptor;
    this.given = new Arguments(descriptor);
    this.statistics = statisticsOf(descriptor);
    this.ownGate = descriptor.gate;
    this.js = descriptor.js;
    this.exact = descriptor.exact;
    this.pairs = pairsOf(descriptor);
    collected.register(this, this.variants);
    if (environment.disabled || active.backend === "js") return;
    wantCore();
    if (descriptor.wasm === void 0) wantCompiler();
  }
  get gate() {
    return gate.own ? this.ownGate : gate.fixed;
  }
  run(...values2) {
    this.statistics.calls++;
    const done = this.dispatch(values2);
    this.given.forget();
    if (!done) this.statistics.original++;
    return done;
  }
  dispatch(values2) {
    if (environment.disabled || active.exact && !this.exact) return false;
    const { given } = this;
    if (!given.accept(values2)) return this.explain("PF401", given.refusal);
    const variant = active.backend === "js" ? void 0 : this.variantFor();
    if (!given.locate(values2, variant ? variant.pairs : this.pairs)) return this.explain("PF402", given.refusal);
    return variant ? this.runKernel(variant, values2) : this.runJavaScript(values2);
  }
  runKernel({ launcher, guards }, values2) {
    const { given, choice: choice2 } = this;
    const threads2 = active.backend === "wasm1" ? 1 : active.threads || loaded.core.threads();
    if (!launcher.reserve(threads2)) return this.heapFull(values2);
    const work = launcher.plan(given, values2);
    if (work < 0) return this.explain("PF400", guards[-1 - work] ?? "a condition of the region does not hold");
    const copied = launcher.copiedBytes(given);
    const free3 = active.backend === "auto";
    const timed = !this.exact && this.js !== void 0 && given.asDeclared;
    if (free3 && (this.exact || timed) && !choice2.prefersKernel(work, copied, timed)) {
      if (this.exact) return false;
      choice2.start();
      const done = this.runJavaScript(values2);
      choice2.record("plain", work, copied);
      return done;
    }
    choice2.start();
    if (!launcher.enter(given, values2)) return this.heapFull(values2);
    const status = launcher.launch(active.threads === 0 ? Math.min(threads2, 1 + Math.floor(work / workPerThread)) : threads2);
    if (status !== launchStatus.done) {
      launcher.release();
      return this.recover(status === launchStatus.trapped ? "met a trap" : "lost a thread", values2);
    }
    launcher.leave(given, values2, this.out);
    launcher.release();
    choice2.record("kernel", work, copied);
    this.statistics.wasm++;
    return true;
  }
  /** The same results as a kernel, or, for regions that are exact anyway, the original. */
  runJavaScript(values2) {
    const { js } = this;
    if (!js || !this.given.asDeclared || this.exact && active.backend !== "js") return false;
    if (!js(...values2, this.out)) return this.explain("PF400", `a condition of the region does not hold (${this.descriptor.guards.join("; ")})`);
    this.statistics.js++;
    return true;
  }
  /** The kernel for the element types of this call; undefined while there is none. */
  variantFor() {
    const { codes: codes2 } = this.given;
    if (this.variant) {
      let i = 0;
      while (i < codes2.length && codes2[i] === this.variantCodes[i]) i++;
      if (i === codes2.length) return this.variant;
    }
    if (!loaded.core) wantCore();
    return loaded.core && this.otherVariant(loaded.core);
  }
  otherVariant(core2) {
    const { codes: codes2 } = this.given;
    const key2 = codes2.join();
    if (!this.variants.has(key2)) {
      const ahead = this.descriptor.wasm !== void 0 && this.given.asDeclared;
      if (!ahead && !compilerLoaded()) {
        wantCompiler();
        return void 0;
      }
      this.variants.set(key2, this.compile(core2, ahead));
    }
    this.variant = this.variants.get(key2);
    this.variantCodes = [...codes2];
    return this.variant;
  }
  compile(core2, ahead) {
    const { descriptor } = this;
    try {
      const { bytes, layout, descriptor: kernel } = ahead ? { bytes: decodeBase64(descriptor.wasm), layout: descriptor.layout, descriptor } : compileFor(descriptor.ir, descriptor.arrays.map((array) => array.name), this.given.codes);
      return { launcher: new Launcher(core2, kernel, bytes, layout), pairs: pairsOf(kernel), guards: kernel.guards };
    } catch (error) {
      this.say("PF404", `its kernel cannot be used: ${error instanceof Error ? error.message : String(error)}`);
      return void 0;
    }
  }
  heapFull(values2) {
    this.say("PF403", "the shared heap is full, its arrays cannot be copied there. free() arrays that are no longer needed.");
    return this.runJavaScript(values2);
  }
  /** After a fault the arrays in the heap are half written. Harmless if the region reads nothing that it writes: then another rung does it all again. */
  recover(what, values2) {
    const { given, descriptor } = this;
    const spoilt = descriptor.arrays.filter((array, index) => given.addresses[index] >= 0 && array.written && descriptor.arrays.some((other, number4) => other.read && (number4 === index || given.identical(number4, index))));
    if (spoilt.length > 0) {
      throw new ParforError("PF406", `${this.where()}: the kernel ${what}. These arrays are half written: ${spoilt.map((array) => array.name).join(", ")}.`);
    }
    this.say("PF406", `the kernel ${what}; the call was done again without it.`);
    return this.runJavaScript(values2);
  }
  where() {
    return `${this.descriptor.name} (${this.descriptor.file}:${this.descriptor.line})`;
  }
  say(code, message) {
    sayOnce(`${code} ${this.where()} ${message}`, code, `${this.where()}: ${message}`);
  }
  explain(code, reason) {
    this.say(code, `${reason}. This call ran as plain JavaScript.`);
    return false;
  }
};

// ../../work/main/packages/runtime/src/report.ts
var noted = [];
function noteFunctions(functions) {
  noted.push(...functions);
}
function rungOf(regions) {
  if (regions.some((region3) => region3.wasm > 0)) return "wasm";
  if (regions.some((region3) => region3.js > 0)) return "js";
  return regions.some((region3) => region3.original > 0) ? "original" : "none";
}
function reportLines() {
  const regions = allStatistics();
  const lines = [];
  const told = /* @__PURE__ */ new Set();
  for (const { file, name, line, verdict: verdict2, loops: loops2 } of noted) {
    const own2 = regions.filter((region3) => region3.file === file && region3.name.startsWith(`${name}:`));
    for (const region3 of own2) told.add(region3);
    const calls2 = own2.reduce((sum2, region3) => sum2 + region3.calls, 0);
    const rung = rungOf(own2);
    lines.push({ kind: "function", file, name, line, code: verdict2, calls: calls2, rung });
    for (const loop of loops2) lines.push({ kind: "loop", file, name, line: loop.line, label: loop.label, code: loop.code, message: loop.message });
  }
  for (const region3 of regions) {
    if (told.has(region3)) continue;
    lines.push({ kind: "region", file: region3.file, name: region3.name, line: region3.line, code: "PF100", calls: region3.calls, rung: rungOf([region3]) });
  }
  return lines;
}
var sources = [];
var addReportSource = (source) => {
  sources.push(source);
};
function startReport() {
  const { report: report3 } = environment;
  if (report3 === void 0 || !nodeProcess) return;
  nodeProcess.on("exit", () => {
    for (const source of sources) noteFunctions(source());
    const files = builtinModule("node:fs");
    try {
      files?.appendFileSync(report3, reportLines().map((line) => `${JSON.stringify(line)}
`).join(""));
    } catch (error) {
      console.error(`parfor PF501: PARFOR_REPORT=${report3} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

// ../../work/main/packages/runtime/src/shared.ts
function region(descriptor) {
  if (descriptor.abi === abiVersion) return new Region(descriptor);
  sayOnce(`abi ${descriptor.abi}`, "PF405", `${descriptor.file} was compiled by a plugin for ABI ${descriptor.abi}, this runtime (${version}) has ABI ${abiVersion}. Its functions run as plain JavaScript. Install the same version of parfor and of its plugin.`);
  return void 0;
}
async function ready() {
  if (environment.disabled) return;
  await Promise.all([coreReady(), compilerReady()]);
}
var own = {
  protocol,
  version,
  region,
  make,
  ready,
  info,
  configure,
  withOptions,
  alloc: (constructor, length2) => {
    if (!loaded.core) wantCore();
    return alloc(constructor, length2);
  },
  free,
  noteFunctions,
  addReportSource,
  environment,
  ParforError
};
var key = /* @__PURE__ */ Symbol.for("parfor.runtime");
function acquire() {
  const holder = globalThis;
  const first = holder[key];
  if (first?.protocol === protocol) return first;
  if (first) {
    sayOnce("protocol", "PF405", `two versions of parfor are loaded, ${first.version} and ${version}: each has a pool of threads and a heap of its own. Install one version.`);
  } else {
    Object.defineProperty(holder, key, { value: own, configurable: true });
  }
  startReport();
  return own;
}
var runtime = acquire();

// ../../work/main/packages/runtime/src/index.ts
var ParforError2 = runtime.ParforError;
var ready2 = runtime.ready;
var info2 = runtime.info;
var configure2 = runtime.configure;
var withOptions2 = runtime.withOptions;
var alloc2 = runtime.alloc;
var free2 = runtime.free;
function parallel(f, _context, descriptor) {
  return descriptor === void 0 ? f : void 0;
}
function threads(count3) {
  return { threads: validateThreads(count3) };
}

// ../../work/main/e2e/differential/src/expressions.ts
var variable = (name) => ({ kind: "variable", name });
var number = (value) => ({ kind: "number", value });
var constants = [0, -0, 1, -1, 2, 0.5, 0.1, 3, 7, 31, 32, 255, 256, 65535, 2147483647, 2147483648, -2147483648, 4294967295, 1e-310, 1e300, 9007199254740992, Infinity, NaN];
var arithmetic2 = ["+", "-", "*", "+", "-", "*", "/"];
var rare = ["%", "**", "&", "|", "^", "<<", ">>", ">>>"];
var exactMath = [
  ["abs", 1],
  ["sqrt", 1],
  ["floor", 1],
  ["ceil", 1],
  ["trunc", 1],
  ["round", 1],
  ["sign", 1],
  ["fround", 1],
  ["min", 2],
  ["max", 2],
  ["min", 3],
  ["imul", 2],
  ["clz32", 1]
];
var transcendental = [
  ["exp", 1],
  ["log", 1],
  ["sin", 1],
  ["cos", 1],
  ["pow", 2],
  ["tan", 1],
  ["atan", 1],
  ["atan2", 2],
  ["asin", 1],
  ["acos", 1],
  ["sinh", 1],
  ["cosh", 1],
  ["tanh", 1],
  ["asinh", 1],
  ["acosh", 1],
  ["atanh", 1],
  ["expm1", 1],
  ["log1p", 1],
  ["log2", 1],
  ["log10", 1],
  ["cbrt", 1],
  ["hypot", 2]
];
var Expressions = class {
  /** Constants declared between the loops. */
  globals = [];
  random;
  program;
  constructor(random, program) {
    this.random = random;
    this.program = program;
  }
  /** Of the live-ins only. */
  scalar() {
    return { kind: "binary", operator: this.random.pick(["+", "*", "-"]), left: variable(this.random.pick(["x", "y", "n"])), right: number(this.random.pick([1, 2, 0.25])) };
  }
  /** `own`: the subscript that this statement stores to, most reads use it too. */
  read(scope, own2) {
    const array = this.random.pick(this.program.arrays).name;
    const counter = variable(scope.counters.at(-1) ?? "n");
    const index = this.random.chance(0.75) ? own2 ?? counter : this.random.pick([
      counter,
      { kind: "binary", operator: "+", left: counter, right: number(1) },
      { kind: "binary", operator: "-", left: counter, right: number(1) },
      { kind: "binary", operator: "*", left: number(2), right: counter },
      { kind: "binary", operator: "-", left: { kind: "binary", operator: "-", left: scope.extent, right: number(1) }, right: counter },
      variable(this.random.pick(scope.counters.length > 0 ? scope.counters : ["n"])),
      number(this.random.below(3))
    ]);
    return { kind: "read", array, index };
  }
  numeric(scope, depth, own2) {
    if (depth <= 0 || this.random.chance(0.15)) return this.leaf(scope, own2);
    const roll = this.random.next();
    const sub2 = () => this.numeric(scope, depth - 1, own2);
    if (roll < 0.55) return { kind: "binary", operator: this.random.pick(arithmetic2), left: sub2(), right: sub2() };
    if (roll < 0.68) return { kind: "binary", operator: this.random.pick(rare), left: sub2(), right: sub2() };
    if (roll < 0.74) return { kind: "unary", operator: this.random.pick(["-", "+", "~"]), operand: sub2() };
    if (roll < 0.84) return this.call(exactMath, sub2);
    if (roll < 0.9) return this.call(transcendental, sub2);
    if (roll < 0.92) return { kind: "helper", arguments: [sub2(), sub2()] };
    return { kind: "conditional", test: this.condition(scope, depth - 1), yes: sub2(), no: sub2() };
  }
  call(from, sub2) {
    const [name, count3] = this.random.pick(from);
    return { kind: "math", name, arguments: Array.from({ length: count3 }, sub2) };
  }
  leaf(scope, own2) {
    const roll = this.random.next();
    if (roll < 0.45) return this.read(scope, own2);
    if (roll < 0.6 && scope.locals.length > 0) return variable(this.random.pick(scope.locals));
    if (roll < 0.7 && scope.counters.length > 0) return variable(this.random.pick(scope.counters));
    if (roll < 0.82) return variable(this.random.pick(["x", "y", "n", ...this.globals]));
    return number(this.random.pick(constants));
  }
  condition(scope, depth) {
    const roll = this.random.next();
    if (depth > 0 && roll < 0.2) return { kind: "binary", operator: this.random.pick(["&&", "||"]), left: this.condition(scope, depth - 1), right: this.condition(scope, depth - 1) };
    if (depth > 0 && roll < 0.27) return { kind: "unary", operator: "!", operand: this.condition(scope, depth - 1) };
    if (roll < 0.32) return this.numeric(scope, depth);
    return { kind: "binary", operator: this.random.pick(["<", "<=", ">", ">=", "===", "!=="]), left: this.numeric(scope, depth), right: this.numeric(scope, depth) };
  }
};

// ../../work/main/e2e/differential/src/random.ts
var Random = class {
  state;
  constructor(seed2) {
    this.state = seed2 >>> 0;
  }
  next() {
    this.state = this.state + 1831565813 >>> 0;
    let t = this.state;
    t = Math.imul(t ^ t >>> 15, t | 1);
    t ^= t + Math.imul(t ^ t >>> 7, t | 61);
    return ((t ^ t >>> 14) >>> 0) / 4294967296;
  }
  below(n) {
    return Math.floor(this.next() * n);
  }
  chance(p) {
    return this.next() < p;
  }
  pick(from) {
    return from[this.below(from.length)];
  }
};

// ../../work/main/e2e/differential/src/reductions.ts
var declare = (name, value) => ({ kind: "declare", word: "let", name, value });
var number2 = (value) => ({ kind: "number", value });
var assign2 = (name, operator, value) => ({ kind: "assign", name, operator, value });
var binary2 = (operator, left, right) => ({ kind: "binary", operator, left, right });
function maybeIf(random, expressions, scope, update) {
  return random.chance(0.5) ? update : { kind: "if", test: expressions.condition(scope, 2), yes: [update], no: [] };
}
var sum = (random, expressions, scope, name) => {
  const s = name("s");
  const term = expressions.numeric(scope, 2);
  const update = random.pick([
    assign2(s, "+=", term),
    assign2(s, "=", binary2("+", variable(s), term)),
    assign2(s, "=", binary2("+", term, variable(s))),
    assign2(s, "-=", term),
    { kind: "if", test: expressions.condition(scope, 1), yes: [assign2(s, "+=", term)], no: [assign2(s, "-=", expressions.numeric(scope, 1))] }
  ]);
  return { declare: [declare(s, number2(random.pick([0, -0, 1, 0.5, 100])))], update: [maybeIf(random, expressions, scope, update)], reshaped: [{ name: s, operator: "+" }] };
};
var product3 = (random, expressions, scope, name) => {
  const p = name("p");
  const factor = binary2("+", number2(1), binary2("*", number2(1e-4), expressions.numeric(scope, 1)));
  return { declare: [declare(p, number2(random.pick([1, -2, 0.5])))], update: [maybeIf(random, expressions, scope, assign2(p, "*=", factor))], reshaped: [{ name: p, operator: "*" }] };
};
var count = (random, expressions, scope, name) => {
  const c = name("c");
  const update = random.chance(0.5) ? { kind: "update", name: c, operator: "++", prefix: random.chance(0.5) } : assign2(c, "+=", number2(1));
  return { declare: [declare(c, number2(0))], update: [{ kind: "if", test: expressions.condition(scope, 2), yes: [update], no: [] }], reshaped: [{ name: c, operator: "+" }] };
};
var extreme = (random, expressions, scope, name) => {
  const m = name("m");
  const value = expressions.numeric(scope, 2);
  const initial = number2(random.pick([0, -0, Infinity, -Infinity, NaN, 1]));
  const relation = random.pick(["<", "<=", ">", ">="]);
  const update = random.pick([
    { kind: "if", test: binary2(relation, value, variable(m)), yes: [assign2(m, "=", value)], no: [] },
    { kind: "if", test: binary2(relation, variable(m), value), yes: [assign2(m, "=", value)], no: [] },
    assign2(m, "=", { kind: "conditional", test: binary2(relation, value, variable(m)), yes: value, no: variable(m) }),
    assign2(m, "=", { kind: "math", name: random.pick(["min", "max"]), arguments: [variable(m), value] }),
    assign2(m, "=", { kind: "math", name: random.pick(["min", "max"]), arguments: [value, variable(m)] })
  ]);
  return { declare: [declare(m, initial)], update: [maybeIf(random, expressions, scope, update)], reshaped: [] };
};
var argument = (random, expressions, scope, name) => {
  const m = name("m"), at = name("at"), also = name("q"), v = name("v");
  const relation = random.pick(["<", "<=", ">", ">="]);
  return {
    declare: [declare(m, number2(random.pick([Infinity, -Infinity, 0, NaN]))), declare(at, number2(-1)), declare(also, number2(0.25))],
    update: [
      { kind: "declare", word: "const", name: v, value: expressions.numeric(scope, 2) },
      { kind: "if", test: binary2(relation, variable(v), variable(m)), yes: [assign2(m, "=", variable(v)), assign2(at, "=", variable(scope.counters.at(-1))), assign2(also, "=", expressions.numeric(scope, 1))], no: [] }
    ],
    reshaped: []
  };
};
var flag = (random, expressions, scope, name) => {
  const f = name("f");
  const test = expressions.condition(scope, 2);
  return {
    declare: [declare(f, binary2("===", number2(random.below(2)), number2(1)))],
    update: [random.pick([
      assign2(f, "=", binary2("||", variable(f), binary2(">", expressions.numeric(scope, 2), number2(1)))),
      assign2(f, "=", binary2("&&", variable(f), binary2(">", expressions.numeric(scope, 2), number2(-5)))),
      { kind: "if", test, yes: [assign2(f, "=", binary2("===", number2(1), number2(1)))], no: [] }
    ])],
    reshaped: []
  };
};
var bits3 = (random, expressions, scope, name) => {
  const b = name("b");
  return { declare: [declare(b, number2(random.pick([0, -1, 12345])))], update: [maybeIf(random, expressions, scope, assign2(b, random.pick(["|=", "&=", "^="]), expressions.numeric(scope, 2)))], reshaped: [] };
};
var last = (random, expressions, scope, name) => {
  const l = name("l");
  return { declare: [declare(l, number2(-7))], update: [maybeIf(random, expressions, scope, assign2(l, "=", binary2("+", number2(0), expressions.numeric(scope, 2))))], reshaped: [] };
};
var running = (random, expressions, scope, name) => {
  const s = name("s"), out = name("o");
  return {
    declare: [declare(s, number2(0)), declare(out, number2(0))],
    update: [assign2(s, "+=", expressions.numeric(scope, 1)), assign2(out, "=", binary2("*", variable(out), binary2("+", variable(s), number2(1))))],
    reshaped: [{ name: s, operator: "+" }]
  };
};
var reductionKinds = [sum, sum, sum, product3, count, extreme, extreme, argument, flag, bits3, last, running];

// ../../work/main/e2e/differential/src/generate.ts
var elements3 = ["f64", "f64", "f64", "f64", "f32", "f32", "i32", "i32", "u32", "i16", "u16", "i8", "u8", "u8c"];
var Generator = class {
  random;
  expressions;
  names = 0;
  program;
  constructor(random) {
    this.random = random;
    const mark = random.pick(["comment", "comment", "directive", "call"]);
    this.program = { arrays: [], scalars: [{ name: "n", integer: true }, { name: "x", integer: false }, { name: "y", integer: false }], body: [], results: [], mark };
    const count3 = 2 + random.below(3);
    for (let k = 0; k < count3; k++) this.program.arrays.push({ name: `a${k}`, element: random.pick(elements3), annotated: random.chance(0.85) });
    this.expressions = new Expressions(random, this.program);
  }
  generate() {
    const loops2 = 1 + this.random.below(3);
    for (let k = 0; k < loops2; k++) this.topLevel();
    if (this.program.results.length === 0) this.program.results.push("n");
    return this.program;
  }
  name(prefix2) {
    return `${prefix2}${this.names++}`;
  }
  topLevel() {
    const make3 = this.random.pick([
      () => this.map(),
      () => this.map(),
      () => this.nest(),
      () => this.reduce(),
      () => this.reduce(),
      () => this.reduceNest(),
      () => this.inner(),
      () => this.inner(),
      () => this.carried(),
      () => this.timeSteps(),
      () => this.gather(),
      () => this.divergent(),
      () => this.triangular()
    ]);
    if (this.random.chance(0.15)) {
      const name = this.name("v");
      this.program.body.push({ kind: "declare", word: "const", name, value: this.expressions.scalar() });
      this.expressions.globals.push(name);
    }
    this.program.body.push(make3());
  }
  /** for (counter over a whole array or 0 … n), in one of the ways people write it. */
  loop(body, options = {}) {
    const counter = this.name("i");
    const label = this.name("L");
    const length2 = options.length ?? this.random.pick([{ kind: "length", array: this.random.pick(this.program.arrays).name }, variable("n")]);
    const style = options.plain ? 0 : this.random.below(10);
    const header = style === 0 ? { from: { kind: "number", value: 1 }, relation: "<", to: length2, step: 1 } : style === 1 ? { from: { kind: "binary", operator: "-", left: length2, right: { kind: "number", value: 1 } }, relation: ">=", to: { kind: "number", value: 0 }, step: -1 } : style === 2 ? { from: { kind: "number", value: 0 }, relation: "<", to: length2, step: 2 } : style === 3 ? { from: { kind: "number", value: 0 }, relation: "<=", to: { kind: "binary", operator: "-", left: length2, right: { kind: "number", value: 2 } }, step: 1 } : style === 4 ? { from: { kind: "number", value: 0 }, relation: "<", to: { kind: "binary", operator: "/", left: length2, right: { kind: "number", value: 2 } }, step: 1 } : { from: { kind: "number", value: 0 }, relation: "<", to: length2, step: 1 };
    const scope = { counters: [...options.outer?.counters ?? [], counter], locals: [...options.outer?.locals ?? []], extent: length2 };
    const word2 = this.random.chance(0.1) ? "var" : "let";
    return { kind: "for", label, counter, word: word2, ...options.plain ? { ...header, from: { kind: "number", value: 0 } } : header, body: body(scope, counter), reshaped: [] };
  }
  locals(scope, most = 3) {
    const statements = [];
    for (let k = this.random.below(most); k > 0; k--) {
      const name = this.name("t");
      statements.push({ kind: "declare", word: "let", name, value: this.expressions.numeric(scope, 3) });
      scope.locals.push(name);
      if (this.random.chance(0.3)) {
        statements.push({
          kind: "if",
          test: this.expressions.condition(scope, 2),
          yes: [{ kind: "assign", name, operator: this.random.pick(["=", "+=", "*=", "-=", "|=", "**=", "%="]), value: this.expressions.numeric(scope, 2) }],
          no: this.random.chance(0.5) ? [{ kind: "assign", name, operator: "-=", value: this.expressions.numeric(scope, 2) }] : []
        });
      }
      if (this.random.chance(0.1)) statements.push({ kind: "update", name, operator: this.random.pick(["++", "--"]), prefix: this.random.chance(0.5) });
      if (this.random.chance(0.1)) statements.push(this.switchOn(scope, name));
    }
    return statements;
  }
  switchOn(scope, name) {
    const set2 = () => [{ kind: "assign", name, operator: "=", value: this.expressions.numeric(scope, 1) }];
    return {
      kind: "switch",
      on: { kind: "binary", operator: "&", left: variable(scope.counters.at(-1)), right: { kind: "number", value: 3 } },
      cases: [0, 1, 2].map((value) => ({ value, body: set2(), falls: this.random.chance(0.3) })),
      otherwise: this.random.chance(0.5) ? set2() : []
    };
  }
  store(scope, index) {
    const target = this.random.pick(this.program.arrays);
    const operator = this.random.chance(0.8) ? "=" : this.random.pick(["+=", "-=", "*=", "|=", "^=", ">>>="]);
    const at = index ?? variable(scope.counters.at(-1));
    const store = { kind: "store", array: target.name, index: at, operator, value: this.expressions.numeric(scope, 4, at) };
    if (this.random.chance(0.75)) return store;
    return { kind: "if", test: this.expressions.condition(scope, 2), yes: [store], no: this.random.chance(0.4) ? [{ ...store, value: this.expressions.numeric(scope, 2, at) }] : [] };
  }
  stores(scope, index) {
    return Array.from({ length: 1 + this.random.below(2) }, () => this.store(scope, index));
  }
  map() {
    return this.loop((scope) => {
      const skip = this.random.chance(0.15) ? [{ kind: "if", test: this.expressions.condition(scope, 1), yes: [{ kind: "continue" }], no: [] }] : [];
      return [...this.locals(scope), ...skip, ...this.stores(scope)];
    });
  }
  nest() {
    const width = this.random.pick([3, 8, 13]);
    return this.loop((outer, i) => [
      ...this.locals(outer, 2),
      this.loop((scope, j) => {
        const index = { kind: "binary", operator: "+", left: { kind: "binary", operator: "*", left: variable(i), right: { kind: "number", value: width } }, right: variable(j) };
        return [...this.locals(scope, 2), ...this.stores(scope, index)];
      }, { length: { kind: "number", value: width }, outer, plain: true })
    ], { length: { kind: "binary", operator: "/", left: { kind: "length", array: this.random.pick(this.program.arrays).name }, right: { kind: "number", value: width } }, plain: true });
  }
  addReduction(scope, statements, loop) {
    const reduction = this.random.pick(reductionKinds)(this.random, this.expressions, scope, (prefix2) => this.name(prefix2));
    for (const one2 of reduction.declare) {
      this.program.body.push(one2);
      if (one2.kind === "declare") this.program.results.push(one2.name);
    }
    statements.push(...reduction.update);
    loop.reshaped.push(...reduction.reshaped);
  }
  reduce() {
    const found = { reshaped: [] };
    const loop = this.loop((scope) => {
      const statements = this.locals(scope, 2);
      if (this.random.chance(0.12)) statements.push({ kind: "if", test: this.expressions.condition(scope, 1), yes: [{ kind: "continue" }], no: [] });
      const times2 = 1 + this.random.below(3);
      for (let k = 0; k < times2; k++) this.addReduction(scope, statements, found);
      return statements;
    });
    loop.reshaped = found.reshaped;
    return loop;
  }
  reduceNest() {
    const found = { reshaped: [] };
    let through;
    const loop = this.loop((outer) => {
      const inner = this.loop((scope) => {
        const statements = [];
        this.addReduction(scope, statements, found);
        return statements;
      }, { length: { kind: "number", value: this.random.pick([1, 5, 8, 64]) }, outer, plain: true });
      through = inner.label;
      return [inner];
    }, { plain: true });
    loop.reshaped = found.reshaped;
    if (through !== void 0) loop.through = through;
    return loop;
  }
  /** A parallel loop whose body has a sequential one: a dot product, with an early way out now and then. */
  inner() {
    return this.loop((scope) => {
      const sum2 = this.name("t");
      const inner = this.loop((deep) => {
        const statements = [{ kind: "assign", name: sum2, operator: this.random.pick(["+=", "-=", "*="]), value: this.expressions.numeric(deep, 3) }];
        if (this.random.chance(0.4)) statements.push({ kind: "if", test: this.expressions.condition({ ...deep, locals: [...deep.locals, sum2] }, 2), yes: [{ kind: this.random.pick(["break", "continue"]) }], no: [] });
        return statements;
      }, { length: { kind: "number", value: this.random.below(9) }, outer: scope, plain: true });
      const before = [{ kind: "declare", word: "let", name: sum2, value: this.expressions.numeric(scope, 1) }];
      scope.locals.push(sum2);
      return [...before, inner, ...this.stores(scope)];
    });
  }
  /** Escape-time iteration: lanes leave at different times. */
  divergent() {
    return this.loop((scope) => {
      const z = this.name("z"), label = this.name("W"), counter = this.name("w");
      const declare2 = { kind: "declare", word: "let", name: z, value: this.expressions.numeric(scope, 2) };
      scope.locals.push(z);
      const body = [{ kind: "assign", name: z, operator: "=", value: this.expressions.numeric({ ...scope, locals: [...scope.locals, counter] }, 2) }];
      if (this.random.chance(0.4)) body.push({ kind: "if", test: this.expressions.condition(scope, 1), yes: [this.random.chance(0.5) ? { kind: "break", label } : { kind: "continue", label }], no: [] });
      const post = this.random.chance(0.3);
      const loop = { kind: "while", label, counter, limit: 1 + this.random.below(12), test: this.expressions.condition(scope, 1), body, post };
      scope.locals.push(counter);
      return [declare2, loop, ...this.stores(scope)];
    });
  }
  /** Reads what an earlier trip wrote: must stay sequential. */
  carried() {
    return this.loop((scope, i) => {
      const shift2 = { kind: "binary", operator: this.random.pick(["-", "+"]), left: variable(i), right: { kind: "number", value: 1 + this.random.below(3) } };
      const array = this.random.pick(this.program.arrays).name;
      return [{ kind: "store", array, index: variable(i), operator: "=", value: { kind: "binary", operator: "+", left: { kind: "read", array, index: shift2 }, right: this.expressions.numeric(scope, 2) } }];
    });
  }
  timeSteps() {
    return this.loop((outer) => [
      this.loop((scope) => this.stores(scope), { outer, plain: true }),
      this.loop((scope) => this.stores(scope), { outer, plain: true })
    ], { length: { kind: "number", value: 1 + this.random.below(4) }, plain: true });
  }
  gather() {
    return this.loop((scope, i) => {
      const table = this.random.pick(this.program.arrays).name;
      const index = this.random.pick([
        { kind: "read", array: this.random.pick(this.program.arrays).name, index: variable(i) },
        { kind: "binary", operator: "*", left: variable(i), right: { kind: "number", value: 0.5 } },
        { kind: "binary", operator: "%", left: { kind: "binary", operator: "*", left: variable(i), right: { kind: "number", value: 7 } }, right: { kind: "length", array: table } }
      ]);
      const name = this.name("g");
      scope.locals.push(name);
      const scatter2 = this.random.chance(0.2);
      return [{ kind: "declare", word: "const", name, value: { kind: "read", array: table, index } }, ...this.stores(scope, scatter2 ? index : void 0)];
    });
  }
  triangular() {
    const size = 4 + this.random.below(12);
    return this.loop((outer, i) => [
      this.loop((scope, j) => {
        const index = { kind: "binary", operator: "+", left: { kind: "binary", operator: "*", left: variable(i), right: { kind: "number", value: size } }, right: variable(j) };
        return this.stores(scope, index);
      }, { length: this.random.pick([variable(i), { kind: "binary", operator: "-", left: { kind: "number", value: size }, right: variable(i) }]), outer, plain: true })
    ], { length: { kind: "number", value: size }, plain: true });
  }
};
function generateProgram(seed2) {
  return new Generator(new Random(seed2)).generate();
}

// ../../work/main/e2e/differential/src/harness.ts
import * as babel from "@babel/core";

// ../../work/main/packages/babel-plugin/src/frames.ts
import { codeFrameColumns } from "@babel/code-frame";

// ../../work/main/packages/babel-plugin/src/babel.ts
function unwrap(node2) {
  let inner = node2;
  while (inner.type === "ParenthesizedExpression" || inner.type === "TSAsExpression" || inner.type === "TSSatisfiesExpression" || inner.type === "TSNonNullExpression" || inner.type === "TSTypeAssertion" || inner.type === "TSInstantiationExpression") inner = inner.expression;
  return inner;
}
function isFunction(node2) {
  switch (node2.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ClassMethod":
    case "ClassPrivateMethod":
    case "ObjectMethod":
      return true;
    default:
      return false;
  }
}
function isLoop(node2) {
  switch (node2.type) {
    case "ForStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return true;
    default:
      return false;
  }
}
function walk(types, node2, visit3, parent) {
  if (visit3(node2, parent) === false) return;
  for (const key2 of types.VISITOR_KEYS[node2.type] ?? []) {
    const child = node2[key2];
    if (Array.isArray(child)) {
      for (const one2 of child) if (one2) walk(types, one2, visit3, node2);
    } else if (child) walk(types, child, visit3, node2);
  }
}

// ../../work/main/packages/babel-plugin/src/types/elements.ts
var elementOfConstructor = {
  Float64Array: "f64",
  Float32Array: "f32",
  Int32Array: "i32",
  Uint32Array: "u32",
  Int16Array: "i16",
  Uint16Array: "u16",
  Int8Array: "i8",
  Uint8Array: "u8",
  Uint8ClampedArray: "u8c",
  BigInt64Array: "i64",
  BigUint64Array: "u64"
};
function elementOf(name) {
  return Object.hasOwn(elementOfConstructor, name) ? elementOfConstructor[name] : void 0;
}
var unknownType = { kind: "unknown" };
function unionOf(members) {
  if (members.length === 0) return unknownType;
  const [first, ...others] = members;
  if (others.every((other) => other.kind === first.kind && (other.kind !== "array" || first.kind !== "array" || other.element === first.element))) {
    return first.kind === "object" ? unknownType : first;
  }
  const numeric = members.every((member) => member.kind === "array" && member.element !== "i64" && member.element !== "u64");
  return numeric ? { kind: "array", element: "num" } : unknownType;
}

// ../../work/main/packages/babel-plugin/src/types/jsdoc.ts
function jsdocType(binding) {
  if (binding.kind === "param") return fromParameter(binding);
  const declarator = binding.path.node;
  if (declarator.type !== "VariableDeclarator" || declarator.id !== binding.identifier) return void 0;
  const declaration = binding.path.parentPath;
  for (const comment of [...comments(declarator), ...declaration ? commentsAbove(declaration) : []]) {
    const text = /@type\s*\{([^}]*)\}/.exec(comment)?.[1];
    if (text !== void 0) return fromText(text);
  }
  return void 0;
}
function fromParameter(binding) {
  const { name } = binding.identifier;
  for (const comment of comments(binding.identifier)) {
    const text = /@type\s*\{([^}]*)\}/.exec(comment)?.[1];
    if (text !== void 0) return fromText(text);
  }
  const owner = binding.scope.path;
  if (!isFunction(owner.node)) return void 0;
  const direct = owner.node.params.some((parameter) => (parameter.type === "AssignmentPattern" ? parameter.left : parameter) === binding.identifier);
  const members = {};
  for (const comment of commentsAbove(owner)) {
    for (const [, text, bracketed, plain2] of comment.matchAll(/@param\s*\{([^}]*)\}\s*(?:\[([\w$.]+)[^\]]*\]|([\w$.]+))/g)) {
      const target = bracketed ?? plain2;
      if (direct && target === name) {
        const type = fromText(text);
        if (type !== unknownType) return type;
      } else if (direct && target.startsWith(`${name}.`)) members[target.slice(name.length + 1)] = text;
      else if (!direct && target.endsWith(`.${name}`)) return fromText(text);
    }
  }
  if (Object.keys(members).length === 0) return void 0;
  return { kind: "object", member: (member) => Object.hasOwn(members, member) ? fromText(members[member]) : unknownType };
}
function fromText(text) {
  return unionOf(text.replace(/^[?!(]+|[)=]+$/g, "").split("|").map((one2) => fromName(one2.trim())));
}
function fromName(name) {
  const element2 = elementOf(name.replace(/<.*>$/, ""));
  if (element2) return { kind: "array", element: element2 };
  switch (name) {
    case "number":
    case "Number":
      return { kind: "number" };
    case "boolean":
    case "Boolean":
      return { kind: "boolean" };
    case "bigint":
    case "BigInt":
      return { kind: "bigint" };
    case "string":
      return { kind: "unsupported", text: "string" };
    default:
      return /\[\]$|^Array\b/.test(name) ? { kind: "unsupported", text: "array" } : unknownType;
  }
}
function commentsAbove(path) {
  const found = [];
  for (let at = path; at; at = at.parentPath) {
    found.push(...comments(at.node));
    const parent = at.parentPath?.node;
    if (!parent || !wrapsDeclaration(parent, at.node)) break;
  }
  return found;
}
function wrapsDeclaration(parent, node2) {
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.init === node2;
    case "VariableDeclaration":
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
    case "ExpressionStatement":
      return true;
    case "ObjectProperty":
    case "ClassProperty":
      return parent.value === node2;
    case "AssignmentExpression":
      return parent.right === node2;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ParenthesizedExpression":
      return true;
    default:
      return false;
  }
}
function comments(node2) {
  return (node2.leadingComments ?? []).flatMap((comment) => comment.type === "CommentBlock" && comment.value.startsWith("*") ? [comment.value] : []);
}

// ../../work/main/packages/babel-plugin/src/marks.ts
var PACKAGE = "parfor";
var constructors2 = /\bnew\s+(?:Float(?:32|64)|(?:Big)?(?:Int|Uint)(?:8|16|32|64))(?:Clamped)?Array\b/;
function mayBeMarked(source, mode = "marked", arrays = "own") {
  if (/@parallel\b|['"]use parallel['"]|\bparallel\s*[<(]|\bparallel\s+as\b/.test(source)) return true;
  if (mode === "infer" && /\b(?:for|while)\s*\(/.test(source)) return true;
  return arrays === "shared" && constructors2.test(source);
}
function findMarks(names, mode) {
  const functions = [];
  const removals = [];
  const program = names.program;
  const whole = mode === "infer" || hasDirective(program.node.directives, "use parallel");
  const optedOut = hasDirective(program.node.directives, "use no parallel");
  const marked = /* @__PURE__ */ new Set();
  program.traverse({
    CallExpression(path) {
      const { node: node2 } = path;
      if (!isMarker(names, node2.callee) || node2.arguments.length !== 1) return;
      const argument2 = unwrap(node2.arguments[0]);
      if (!isFunction(argument2)) return;
      removals.push({ kind: "call", call: node2, argument: node2.arguments[0] });
      marked.add(argument2);
    },
    Function(path) {
      if (!isFunction(path.node)) return;
      const functionPath = path;
      const decorator = decoratorOf(names, path.node);
      if (decorator) removals.push({ kind: "decorator", node: decorator, owner: path.node });
      const directives = path.node.body.type === "BlockStatement" ? path.node.body.directives : [];
      if (optedOut || hasDirective(directives, "use no parallel")) return;
      const outer = path.getFunctionParent();
      const asked = Boolean(decorator) || marked.has(path.node) || hasDirective(directives, "use parallel") || hasTag(path);
      if (!asked && !whole && !(outer && marked.has(outer.node))) return;
      marked.add(path.node);
      const around = functions.find((one2) => one2.path.node === outer?.node);
      functions.push({ path: functionPath, name: `${around ? `${around.name}/` : ""}${nameOf2(functionPath)}`, asked });
    }
  });
  return { functions, removals };
}
function hasDirective(directives, value) {
  return directives.some((directive) => directive.value.value === value);
}
function hasTag(path) {
  return commentsAbove(path).some((comment) => /(?:^|[\s*])@parallel(?![\w-])/.test(comment));
}
function decoratorOf(names, node2) {
  if (node2.type !== "ClassMethod" && node2.type !== "ClassPrivateMethod") return void 0;
  return node2.decorators?.find(({ expression: expression2 }) => isMarker(names, expression2) || names.isGlobal(expression2, "parallel"));
}
function isMarker(names, callee) {
  const node2 = unwrap(callee);
  if (node2.type === "Identifier") return importedAs(names.of(node2)) === "parallel";
  if (node2.type !== "MemberExpression" || node2.computed || node2.property.type !== "Identifier" || node2.property.name !== "parallel") return false;
  const object = unwrap(node2.object);
  return object.type === "Identifier" && importedAs(names.of(object)) === "*";
}
function importedAs(binding) {
  if (!binding?.constant) return void 0;
  const { node: node2, parent } = binding.path;
  if (parent.type === "ImportDeclaration") {
    if (parent.source.value !== PACKAGE) return void 0;
    if (node2.type === "ImportNamespaceSpecifier") return "*";
    if (node2.type !== "ImportSpecifier") return void 0;
    return node2.imported.type === "Identifier" ? node2.imported.name : node2.imported.value;
  }
  if (node2.type !== "VariableDeclarator" || !node2.init || !isRequire(node2.init)) return void 0;
  if (node2.id.type === "Identifier") return "*";
  if (node2.id.type !== "ObjectPattern") return void 0;
  for (const property of node2.id.properties) {
    if (property.type === "ObjectProperty" && property.value === binding.identifier && property.key.type === "Identifier") return property.key.name;
  }
  return void 0;
}
function isRequire(node2) {
  if (node2.type !== "CallExpression" || node2.callee.type !== "Identifier" || node2.callee.name !== "require") return false;
  const [argument2] = node2.arguments;
  return argument2?.type === "StringLiteral" && argument2.value === PACKAGE;
}
function nameOf2(path) {
  const { node: node2 } = path;
  if ("id" in node2 && node2.id) return node2.id.name;
  if ("key" in node2) return keyName(node2.key);
  for (let at = path.parentPath; at; at = at.parentPath) {
    const parent = at.node;
    if (parent.type === "VariableDeclarator") return parent.id.type === "Identifier" ? parent.id.name : "anonymous";
    if (parent.type === "AssignmentExpression") return parent.left.type === "MemberExpression" ? keyName(parent.left.property) : keyName(parent.left);
    if (parent.type === "ObjectProperty" || parent.type === "ClassProperty") return keyName(parent.key);
    if (parent.type === "ExportDefaultDeclaration") return "default";
    if (parent.type !== "CallExpression" && parent.type !== "TSAsExpression" && parent.type !== "TSSatisfiesExpression" && parent.type !== "ParenthesizedExpression") break;
  }
  return "anonymous";
}
function keyName(key2) {
  if (key2.type === "Identifier") return key2.name;
  if (key2.type === "PrivateName") return key2.id.name;
  return key2.type === "StringLiteral" ? key2.value : "anonymous";
}

// ../../work/main/packages/babel-plugin/src/module.ts
init_src();
import { relative } from "node:path";

// ../../work/main/packages/babel-plugin/src/lower/refusal.ts
var Refusal = class extends Error {
  code;
  node;
  cure;
  constructor(code, node2, message, cure) {
    super(message);
    this.code = code;
    this.node = node2;
    this.cure = cure;
  }
  toDiagnostic() {
    return { code: this.code, severity: "warning", message: this.message, cure: this.cure, location: locationOf3(this.node) };
  }
};
var Restart = class extends Error {
};
function locationOf3(node2) {
  const { loc } = node2;
  return loc ? { line: loc.start.line, column: loc.start.column, endLine: loc.end.line, endColumn: loc.end.column } : void 0;
}

// ../../work/main/packages/babel-plugin/src/names.ts
var Names2 = class {
  program;
  bindings = /* @__PURE__ */ new WeakMap();
  constructor(program) {
    this.program = program;
    const bindings = this.bindings;
    program.traverse({
      Identifier(path) {
        const binding = path.scope.getBinding(path.node.name);
        if (binding) bindings.set(path.node, binding);
      }
    });
  }
  of(identifier2) {
    return this.bindings.get(identifier2);
  }
  /** The identifier means the global of its name: nothing in the module declares it. */
  isGlobal(node2, name) {
    return node2.type === "Identifier" && node2.name === name && !this.bindings.has(node2);
  }
};

// ../../work/main/packages/babel-plugin/src/regions.ts
init_src();

// ../../work/main/packages/babel-plugin/src/liveness.ts
function isLiveAfter(place2, binding, needed) {
  const [first] = place2.statements;
  const host = first.getFunctionParent()?.node;
  const loop = outermostLoop(first, binding);
  if (loop && needed) return true;
  const later = [];
  for (const path of reads(binding)) {
    const start2 = path.node.start ?? 0;
    if (start2 >= place2.start && start2 < place2.end) continue;
    if (path.getFunctionParent()?.node !== host) return true;
    if (loop && contains2(loop, path.node)) return true;
    if (start2 >= place2.end) later.push(path);
  }
  return later.length > 0 && (loop !== void 0 || !overwrittenFirst(place2, binding, later));
}
function outermostLoop(path, binding) {
  let outermost;
  for (let at = path.parentPath; at && !at.isFunction(); at = at.parentPath) {
    if (isLoop(at.node) && !contains2(at.node, binding.scope.path.node)) outermost = at.node;
  }
  return outermost;
}
function contains2(outer, inner) {
  return (inner.start ?? 0) >= (outer.start ?? 0) && (inner.end ?? 0) <= (outer.end ?? 0);
}
function reads(binding) {
  const compound = binding.constantViolations.filter(({ node: node2 }) => !(node2.type === "AssignmentExpression" && node2.operator === "=" && node2.left.type === "Identifier"));
  return [...binding.referencePaths, ...compound.filter(({ node: node2 }) => node2.type !== "VariableDeclarator" && node2.type !== "VariableDeclaration")];
}
function overwrittenFirst(place2, binding, later) {
  const firstRead = Math.min(...later.map((path) => path.node.start ?? 0));
  return binding.constantViolations.some((path) => {
    const { node: node2 } = path;
    const start2 = node2.start ?? 0;
    const plain2 = node2.type === "AssignmentExpression" && node2.operator === "=" && node2.left.type === "Identifier" || node2.type === "VariableDeclarator" && node2.id.type === "Identifier" && node2.init;
    if (!plain2 || start2 < place2.end || (node2.end ?? 0) > firstRead) return false;
    const statement = statementOf(path);
    return statement !== void 0 && later.every((read2) => contains2(statement.parent, read2.node)) && place2.statements[0].findParent((parent) => parent.node === statement.parent) !== null;
  });
}
function statementOf(path) {
  let at = path;
  if (at.node.type === "VariableDeclarator" && at.parentPath) at = at.parentPath;
  else if (at.parent.type === "ExpressionStatement" && at.parentPath) at = at.parentPath;
  if (at.parent.type === "ForStatement" && at.key === "init" && at.parentPath) at = at.parentPath;
  return at.isStatement() && Array.isArray(at.container) ? at : void 0;
}

// ../../work/main/packages/babel-plugin/src/lower/live-ins.ts
var inDeadZone = /* @__PURE__ */ new Set(["let", "const", "local"]);
var LiveIns = class {
  arrays = [];
  scalars = [];
  lowering;
  where;
  names = /* @__PURE__ */ new Set();
  constructor(lowering, where) {
    this.lowering = lowering;
    this.where = where;
  }
  /** The binding is a variable of the host at the region's entry. */
  isHost(binding) {
    const name = binding.identifier.name;
    if (this.where.scope.getBinding(name) !== binding) return false;
    if (!inDeadZone.has(binding.kind) || !this.isLocal(binding)) return true;
    return (binding.identifier.start ?? -1) < this.where.start;
  }
  /** Declared in the function that the region belongs to: nobody else sees it change. */
  isLocal(binding) {
    return binding.scope.getFunctionParent() === this.where.scope.getFunctionParent();
  }
  scalar(place2, node2) {
    const known2 = this.scalars.find((one2) => samePlace(one2.place, place2));
    if (known2) return known2.value;
    this.checkHost(place2, node2);
    const type = this.typeOf(place2);
    const name = textOf(place2);
    if (type.kind === "array") throw new Refusal("PF303", node2, `the array '${name}' is used as a value`, "Use its elements or its length only.");
    if (type.kind === "object" || type.kind === "unsupported") {
      throw new Refusal("PF303", node2, `'${name}' is ${type.kind === "object" ? "an object" : `of type ${type.text}`}, not a number`, "Use numbers, booleans, BigInts and typed arrays in the loop.");
    }
    if (this.arrays.some((one2) => samePlace(one2.place, place2))) {
      throw new Refusal("PF303", node2, `'${name}' is used as an array and as a value`, "Use two variables.");
    }
    const scalarType = type.kind === "boolean" ? "bool" : type.kind === "bigint" ? "i64" : "f64";
    const value = this.lowering.builder.value(scalarType, name);
    this.lowering.region.scalars.push({ value, name: this.unique(name) });
    this.scalars.push({ place: place2, value });
    return value;
  }
  array(place2, node2) {
    const known2 = this.arrays.find((one2) => samePlace(one2.place, place2));
    if (known2) return known2.array;
    this.checkHost(place2, node2);
    const type = this.typeOf(place2);
    const name = textOf(place2);
    if (type.kind !== "array" && type.kind !== "unknown") {
      const text = type.kind === "unsupported" ? `of type ${type.text}` : `a ${type.kind}`;
      throw new Refusal("PF303", node2, `'${name}' is ${text}, not a typed array`, `Make '${name}' a typed array.`);
    }
    if (this.scalars.some((one2) => samePlace(one2.place, place2))) {
      throw new Refusal("PF303", node2, `'${name}' is used as an array and as a value`, "Use two variables.");
    }
    const element2 = type.kind === "array" ? type.element : "num";
    const array = { name: this.unique(name), element: element2, read: false, written: false };
    this.lowering.region.arrays.push(array);
    this.arrays.push({ place: place2, array });
    return array;
  }
  checkHost(place2, node2) {
    const name = place2.root.identifier.name;
    if (place2.root.kind === "hoisted") throw new Refusal("PF303", node2, `'${name}' is a function, not a value`, "Call it, or use numbers and typed arrays.");
    if (this.isHost(place2.root)) return;
    if (this.where.scope.getBinding(name) !== place2.root) {
      throw new Refusal("PF302", node2, `'${name}' is not visible, or not yet assigned, where the loop starts`, `Pass '${name}' as a parameter, or assign it before it is read.`);
    }
    throw new Refusal("PF302", node2, `'${name}' is read before its declaration`, `Declare '${name}' before it is read.`);
  }
  typeOf(place2) {
    let type = this.lowering.types.ofBinding(place2.root);
    for (const name of place2.path) type = type.kind === "object" ? type.member(name) : unknownType;
    return type;
  }
  unique(name) {
    const plain2 = name.replaceAll(".", "_");
    let unique = plain2;
    for (let count3 = 2; this.names.has(unique); count3++) unique = `${plain2}_${count3}`;
    this.names.add(unique);
    return unique;
  }
};
function samePlace(one2, other) {
  return one2.root === other.root && one2.path.length === other.path.length && one2.path.every((name, index) => name === other.path[index]);
}
function textOf(place2) {
  return [place2.root.identifier.name, ...place2.path].join(".");
}

// ../../work/main/packages/babel-plugin/src/lower/lowering.ts
init_src();
var Lowering = class {
  babel;
  names;
  types;
  decisions;
  liveIns;
  region;
  builder;
  environment = /* @__PURE__ */ new Map();
  /** Innermost last. */
  targets = [];
  /** Functions being inlined, innermost last. */
  inlining = [];
  constants = /* @__PURE__ */ new Map();
  /** BigInt values known only modulo 2^64. */
  wrapped = /* @__PURE__ */ new Set();
  /** Pairs compared by equality: two reads out of range are equal as `undefined` and differ as NaN. */
  equalities = [];
  /** Values for which `undefined` and NaN are not the same. */
  observed = [];
  loopIds;
  constructor(babel2, names, types, decisions, liveIns, loopIds, name) {
    this.babel = babel2;
    this.names = names;
    this.types = types;
    this.decisions = decisions;
    this.loopIds = loopIds;
    this.region = emptyRegion(name);
    this.builder = new Builder(this.region, this.region.body);
    this.liveIns = liveIns(this);
  }
  /** Takes the slot by value: lowering an expression may replace `environment`. */
  assign(variable2, slot) {
    this.environment.set(variable2, slot);
  }
  constant(value, type) {
    const result2 = this.builder.constant(type, value);
    this.constants.set(result2, value);
    return result2;
  }
  number(value) {
    return this.constant(value, "f64");
  }
  boolean(value) {
    return this.constant(value, "bool");
  }
  binding(node2) {
    return this.names.of(node2);
  }
  fresh(name) {
    return { temporary: true, identifier: { name } };
  }
};
function isValue(slot) {
  return typeof slot === "object" && "id" in slot;
}
function outside(node2, what) {
  return new Refusal("PF300", node2, `${what} is outside the language of regions`, "Move it out of the loop, or write it with numbers and typed arrays.");
}

// ../../work/main/packages/babel-plugin/src/lower/observed.ts
init_src();
function markObservedReads(region3, observed, equalities) {
  const { loads, sources: sources2 } = flow(region3);
  const raw = reachable(loads.keys(), sources2);
  const work = [...observed, ...equalities.filter(([left, right]) => raw.has(left) && raw.has(right)).flat()];
  const seen = /* @__PURE__ */ new Set();
  for (let value = work.pop(); value; value = work.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    const load = loads.get(value);
    if (load && load.bounds === "checked") load.bounds = "strict";
    work.push(...sources2.get(value) ?? []);
  }
}
function reachable(from, sources2) {
  const becomes = /* @__PURE__ */ new Map();
  for (const [value, origins] of sources2) {
    for (const origin of origins) {
      const list = becomes.get(origin);
      if (list) list.push(value);
      else becomes.set(origin, [value]);
    }
  }
  const reached = /* @__PURE__ */ new Set();
  const work = [...from];
  for (let value = work.pop(); value; value = work.pop()) {
    if (reached.has(value)) continue;
    reached.add(value);
    work.push(...becomes.get(value) ?? []);
  }
  return reached;
}
function flow(region3) {
  const loads = /* @__PURE__ */ new Map();
  const sources2 = /* @__PURE__ */ new Map();
  forEachRegionOperation(region3, (operation) => {
    switch (operation.kind) {
      case "load":
        loads.set(operation.result, operation);
        break;
      case "select":
        sources2.set(operation.result, [operation.whenTrue, operation.whenFalse]);
        break;
      case "if":
        for (const [index, result2] of operation.results.entries()) sources2.set(result2, [operation.then.yields[index], operation.else.yields[index]]);
        break;
      case "for":
      case "while":
        if (operation.kind === "for") {
          sources2.set(operation.counter, [operation.lower]);
          sources2.set(operation.exitCounter, [operation.lower]);
        }
        for (const [index, { parameter, initial }] of operation.carried.entries()) {
          sources2.set(parameter, [initial, operation.body.yields[index]]);
          sources2.set(operation.results[index], [parameter]);
        }
        break;
      default:
        break;
    }
  });
  return { loads, sources: sources2 };
}

// ../../work/main/packages/babel-plugin/src/lower/bigints.ts
var I64_MIN = -(2n ** 63n);
var I64_MAX = 2n ** 63n - 1n;
var U64_MAX = 2n ** 64n - 1n;
function isBigInt(value) {
  return value.type === "i64" || value.type === "u64";
}
function bigintLiteral(lowering, value, node2) {
  if (value >= I64_MIN && value <= I64_MAX) return lowering.constant(value, "i64");
  if (value <= U64_MAX) return lowering.constant(value, "u64");
  throw new Refusal("PF305", node2, "the BigInt does not fit in 64 bits", "Use a value that fits in a 64-bit array.");
}
function unify(lowering, left, right, node2) {
  if (!isBigInt(left) || !isBigInt(right)) {
    throw new Refusal("PF305", node2, "BigInt and number are mixed, which throws", "Convert one of them first: BigInt(x) outside the loop, or Number(x).");
  }
  if (left.type === right.type) return [left, right, true];
  const asRight = recast(lowering, left, right.type);
  if (asRight) return [asRight, right, true];
  const asLeft = recast(lowering, right, left.type);
  if (asLeft) return [left, asLeft, true];
  return left.type === "i64" ? [left, wrapTo(lowering, right, "i64"), false] : [wrapTo(lowering, left, "i64"), right, false];
}
function recast(lowering, value, type) {
  const constant = lowering.constants.get(value);
  if (typeof constant !== "bigint") return void 0;
  const fits = type === "i64" ? constant >= I64_MIN && constant <= I64_MAX : constant >= 0n && constant <= U64_MAX;
  return fits ? lowering.constant(constant, type) : void 0;
}
function wrapTo(lowering, value, type) {
  return value.type === type ? value : lowering.builder.convert("wrap", type, value);
}
var homomorphic = { "+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor" };
function bigintBinary(lowering, operator, first, second, node2) {
  const [left, right, sameType] = unify(lowering, first, second, node2);
  const operation = homomorphic[operator];
  const exactOperands = sameType && !lowering.wrapped.has(left) && !lowering.wrapped.has(right);
  if (operation) {
    const result2 = lowering.builder.binary(operation, left, right);
    if (!(exactOperands && (operation === "and" || operation === "or" || operation === "xor")) && !isMasked(lowering, operation, left, right)) {
      lowering.wrapped.add(result2);
    }
    return result2;
  }
  const count3 = lowering.constants.get(right);
  if (operator === "<<" || operator === ">>") {
    if (typeof count3 !== "bigint" || count3 < 0n || count3 > 63n) {
      throw new Refusal("PF305", node2, "a BigInt is shifted by an amount that is not a constant from 0n to 63n", "Shift by a constant.");
    }
    if (operator === ">>") requireExact(lowering, left, node2);
    const result2 = lowering.builder.binary(operator === "<<" ? "shl" : "shr", left, right);
    if (operator === "<<" && count3 > 0n) lowering.wrapped.add(result2);
    return result2;
  }
  if (operator === "/" || operator === "%") {
    if (typeof count3 !== "bigint" || count3 === 0n || count3 === -1n || !sameType) {
      throw new Refusal("PF305", node2, "a BigInt is divided by something that is not a constant other than 0n and -1n", "Divide by a constant.");
    }
    requireExact(lowering, left, node2);
    return lowering.builder.binary(operator === "/" ? "div" : "rem", left, right);
  }
  if (operator === ">>>") throw new Refusal("PF305", node2, "`>>>` on a BigInt throws", "Use `>>`.");
  if (operator === "**") throw new Refusal("PF305", node2, "`**` on BigInts may leave 64 bits", "Multiply instead.");
  throw outside(node2, `the operator \`${operator}\` on BigInts`);
}
function isMasked(lowering, operation, left, right) {
  if (operation !== "and") return false;
  return [left, right].some((value) => {
    const constant = lowering.constants.get(value);
    return typeof constant === "bigint" && constant >= 0n;
  });
}
function bigintCompare(lowering, relation, first, second, node2) {
  if (!isBigInt(first) || !isBigInt(second)) throw new Refusal("PF305", node2, "a BigInt is compared with a number", "Convert one of them first.");
  const [left, right, sameType] = unify(lowering, first, second, node2);
  if (!sameType) throw new Refusal("PF305", node2, "a signed and an unsigned 64-bit value are compared", "Use arrays of one kind.");
  requireExact(lowering, left, node2);
  requireExact(lowering, right, node2);
  return lowering.builder.compare(relation, left, right);
}

// ../../work/main/packages/babel-plugin/src/lower/operators.ts
function toNumber(lowering, value, node2) {
  if (value.type === "f64") return value;
  if (value.type === "bool") {
    const known2 = lowering.constants.get(value);
    return known2 === void 0 ? lowering.builder.convert("value", "f64", value) : lowering.number(Number(known2));
  }
  throw new Refusal("PF305", node2, "a BigInt is used as a number, which throws", "Convert it with Number().");
}
function toCondition(lowering, value, node2) {
  const known2 = lowering.constants.get(value);
  if (known2 !== void 0) return lowering.boolean(Boolean(known2));
  if (value.type === "bool") return value;
  const { builder } = lowering;
  if (value.type === "f64") return builder.compare("gt", builder.unary("abs", value), lowering.number(0));
  requireExact(lowering, value, node2);
  return builder.compare("ne", value, lowering.constant(0n, value.type));
}
function requireExact(lowering, value, node2, what = "this BigInt") {
  if (!lowering.wrapped.has(value)) return;
  throw new Refusal("PF305", node2, `${what} may be wider than 64 bits where its exact value matters`, "Wrap it first: BigInt.asIntN(64, \u2026) or BigInt.asUintN(64, \u2026).");
}
function negate(lowering, value, node2) {
  const known2 = lowering.constants.get(value);
  if (typeof known2 === "number") return lowering.number(-known2);
  if (isBigInt(value)) {
    if (typeof known2 === "bigint") return bigintLiteral(lowering, -known2, node2);
    const result2 = lowering.builder.unary("neg", value);
    lowering.wrapped.add(result2);
    return result2;
  }
  return lowering.builder.unary("neg", toNumber(lowering, value, node2));
}
function toInt322(lowering, value, node2) {
  return lowering.builder.convert("wrap", "i32", toNumber(lowering, value, node2));
}
function complement(lowering, value, node2) {
  if (isBigInt(value)) {
    const result2 = lowering.builder.binary("xor", value, lowering.constant(value.type === "i64" ? -1n : 0xffffffffffffffffn, value.type));
    if (value.type === "u64" || lowering.wrapped.has(value)) lowering.wrapped.add(result2);
    return result2;
  }
  const { builder } = lowering;
  return builder.convert("value", "f64", builder.binary("xor", toInt322(lowering, value, node2), builder.i32(-1)));
}
var arithmetic3 = { "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "rem" };
var bitwise2 = { "&": "and", "|": "or", "^": "xor", "<<": "shl", ">>": "shr" };
var relations3 = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge" };
function binary3(lowering, operator, left, right, node2) {
  const { builder } = lowering;
  if (operator === "===" || operator === "==") return equals(lowering, left, right, operator === "===", node2);
  if (operator === "!==" || operator === "!=") return negateCondition(lowering, equals(lowering, left, right, operator === "!==", node2));
  if (isBigInt(left) || isBigInt(right)) {
    const relation = relations3[operator];
    return relation ? bigintCompare(lowering, relation, left, right, node2) : bigintBinary(lowering, operator, left, right, node2);
  }
  if (operator in arithmetic3) {
    return builder.binary(arithmetic3[operator], toNumber(lowering, left, node2), toNumber(lowering, right, node2));
  }
  if (operator in relations3) return builder.compare(relations3[operator], toNumber(lowering, left, node2), toNumber(lowering, right, node2));
  if (operator === "**") return builder.call("pow", [toNumber(lowering, left, node2), toNumber(lowering, right, node2)], locationOf3(node2));
  if (operator === ">>>") {
    const value = builder.convert("wrap", "u32", toNumber(lowering, left, node2));
    if (isZero(lowering, right)) return builder.convert("value", "f64", value);
    return builder.convert("value", "f64", builder.binary("shr", value, builder.convert("wrap", "u32", toNumber(lowering, right, node2))));
  }
  if (operator in bitwise2) {
    const value = toInt322(lowering, left, node2);
    if (operator !== "&" && isZero(lowering, right)) return builder.convert("value", "f64", value);
    return builder.convert("value", "f64", builder.binary(bitwise2[operator], value, toInt322(lowering, right, node2)));
  }
  throw outside(node2, `the operator \`${operator}\``);
}
function isZero(lowering, value) {
  return lowering.constants.get(value) === 0;
}
function negateCondition(lowering, condition) {
  const known2 = lowering.constants.get(condition);
  return known2 === void 0 ? lowering.builder.not(condition) : lowering.boolean(!known2);
}
function equals(lowering, left, right, strict, node2) {
  if (isBigInt(left) && isBigInt(right)) return bigintCompare(lowering, "eq", left, right, node2);
  if (isBigInt(left) || isBigInt(right)) {
    if (strict) return lowering.boolean(false);
    throw new Refusal("PF305", node2, "a BigInt is compared with a number", "Convert one of them first.");
  }
  if (left.type === "bool" && right.type === "bool") return lowering.builder.not(lowering.builder.binary("xor", left, right));
  if (left.type !== right.type && strict) return lowering.boolean(false);
  lowering.equalities.push([left, right]);
  return lowering.builder.compare("eq", toNumber(lowering, left, node2), toNumber(lowering, right, node2));
}

// ../../work/main/packages/babel-plugin/src/lower/scan.ts
function assignedIn(lowering, nodes) {
  const assigned = /* @__PURE__ */ new Set();
  const add2 = (node2) => {
    if (node2.type !== "Identifier") return;
    const binding = lowering.binding(node2);
    if (binding) assigned.add(binding);
  };
  for (const root of nodes) {
    if (!root) continue;
    walk(lowering.babel.types, root, (node2) => {
      if (node2.type === "AssignmentExpression") add2(unwrap(node2.left));
      else if (node2.type === "UpdateExpression") add2(unwrap(node2.argument));
      else if (node2.type === "VariableDeclarator") add2(node2.id);
      else if (isFunction(node2)) return false;
    });
  }
  return assigned;
}
function isFreshIn(node2, binding) {
  if (binding.kind !== "let" && binding.kind !== "const") return false;
  const start2 = binding.identifier.start ?? -1;
  return start2 >= (node2.start ?? 0) && start2 < (node2.end ?? 0);
}
function jumpsOut(lowering, node2) {
  const found = /* @__PURE__ */ new Set();
  scan(node2, { loops: 0, breakables: 0, labels: [] });
  return found;
  function scan(inner, local) {
    switch (inner.type) {
      case "BreakStatement":
        if (inner.label ? local.labels.includes(inner.label.name) : local.breakables > 0) return;
        add2(targetOf(lowering, "break", inner.label?.name));
        return;
      case "ContinueStatement":
        if (inner.label ? local.labels.includes(inner.label.name) : local.loops > 0) return;
        add2(targetOf(lowering, "continue", inner.label?.name));
        return;
      case "ReturnStatement":
        add2(targetOf(lowering, "return"));
        return;
      case "LabeledStatement":
        scan(inner.body, { ...local, labels: [...local.labels, inner.label.name] });
        return;
      default:
        break;
    }
    if (isFunction(inner)) return;
    const loop = isLoop(inner);
    const within = loop || inner.type === "SwitchStatement" ? { ...local, loops: local.loops + (loop ? 1 : 0), breakables: local.breakables + 1 } : local;
    for (const child of statementsBelow(inner)) scan(child, within);
  }
  function add2(target) {
    if (target) found.add(target);
  }
}
function targetOf(lowering, jump2, label) {
  return lowering.targets.findLast((target) => target.jump === jump2 && (label === void 0 ? target.breakable : target.labels.includes(label)));
}
function canComplete(node2) {
  switch (node2.type) {
    case "BreakStatement":
    case "ContinueStatement":
    case "ReturnStatement":
    case "ThrowStatement":
      return false;
    case "BlockStatement":
      return node2.body.every(canComplete);
    case "IfStatement":
      return !node2.alternate || canComplete(node2.consequent) || canComplete(node2.alternate);
    default:
      return true;
  }
}
function statementsBelow(node2) {
  switch (node2.type) {
    case "BlockStatement":
      return node2.body;
    case "IfStatement":
      return node2.alternate ? [node2.consequent, node2.alternate] : [node2.consequent];
    case "ForStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return [node2.body];
    case "SwitchStatement":
      return node2.cases.flatMap((one2) => one2.consequent);
    case "TryStatement":
      return [node2.block, ...node2.handler ? [node2.handler.body] : [], ...node2.finalizer ? [node2.finalizer] : []];
    default:
      return [];
  }
}

// ../../work/main/packages/babel-plugin/src/lower/control.ts
function branch(lowering, condition, whenTrue, whenFalse, location) {
  const known2 = lowering.constants.get(condition);
  if (typeof known2 === "boolean") return known2 ? whenTrue() : whenFalse();
  const before = lowering.environment;
  const [then, thenEnvironment] = nested(lowering, new Map(before), whenTrue);
  const [otherwise, elseEnvironment] = nested(lowering, new Map(before), whenFalse);
  const results2 = then.yields.map((value, index) => result(lowering, value, otherwise.yields[index]));
  lowering.environment = merge2(lowering, thenEnvironment, elseEnvironment, (one2, other, name) => {
    then.yields.push(one2);
    otherwise.yields.push(other);
    results2.push(result(lowering, one2, other, name));
    return results2[results2.length - 1];
  });
  lowering.builder.append({ kind: "if", results: results2, condition, then, else: otherwise, ...location && { location } });
  return results2;
}
function nested(lowering, environment3, body) {
  lowering.environment = environment3;
  const block = lowering.builder.nested(body);
  return [block, lowering.environment];
}
function result(lowering, one2, other, name = one2.name) {
  const value = lowering.builder.value(one2.type, name);
  if (lowering.wrapped.has(one2) || lowering.wrapped.has(other)) lowering.wrapped.add(value);
  return value;
}
function merge2(lowering, one2, other, join3) {
  const merged2 = /* @__PURE__ */ new Map();
  for (const variable2 of /* @__PURE__ */ new Set([...one2.keys(), ...other.keys()])) {
    const slot = mergeSlots(lowering, one2.get(variable2), other.get(variable2), (left, right) => join3(left, right, variable2.identifier.name));
    if (slot !== void 0) merged2.set(variable2, slot);
  }
  return merged2;
}
function mergeSlots(lowering, one2, other, join3) {
  if (one2 === other) return one2;
  if (one2 === void 0 || other === void 0 || one2 === "stale" || other === "stale") return "stale";
  if (one2 === "undefined" || other === "undefined") return "undefined";
  if (isValue(one2) && isValue(other)) {
    if (one2.type !== other.type) return "mixed";
    const constant = lowering.constants.get(one2);
    if (constant !== void 0 && Object.is(constant, lowering.constants.get(other))) {
      return lowering.constant(constant, one2.type);
    }
    return join3(one2, other);
  }
  if (typeof one2 === "object" && typeof other === "object" && "array" in one2 && "array" in other && one2.array === other.array) return one2;
  return "mixed";
}

// ../../work/main/packages/babel-plugin/src/lower/literals.ts
function literalOf(binding) {
  if (!binding.constant || binding.kind !== "const") return void 0;
  const declarator = binding.path.node;
  if (declarator.type !== "VariableDeclarator" || declarator.id !== binding.identifier || !declarator.init) return void 0;
  return literalValue(declarator.init);
}
function literalValue(node2) {
  const inner = unwrap(node2);
  switch (inner.type) {
    case "NumericLiteral":
    case "BooleanLiteral":
      return inner.value;
    case "UnaryExpression": {
      if (inner.operator !== "-" && inner.operator !== "+") return void 0;
      const value = literalValue(inner.argument);
      return typeof value !== "number" ? void 0 : inner.operator === "-" ? -value : value;
    }
    default:
      return void 0;
  }
}

// ../../work/main/packages/babel-plugin/src/lower/variables.ts
function readIdentifier(lowering, node2) {
  const binding = lowering.binding(node2);
  if (binding) return readVariable(lowering, binding, node2);
  switch (node2.name) {
    case "Infinity":
      return lowering.number(Infinity);
    case "NaN":
      return lowering.number(NaN);
    case "undefined":
      throw new Refusal("PF308", node2, "`undefined` is used as a value", "Use a number, or NaN.");
    default:
      throw new Refusal("PF302", node2, `'${node2.name}' is a global variable`, `Copy '${node2.name}' into a local constant before the loop.`);
  }
}
function readVariable(lowering, binding, node2) {
  const slot = lowering.environment.get(binding);
  if (isValue(slot)) return slot;
  if (slot === void 0) {
    const literal3 = literalOf(binding);
    if (literal3 !== void 0 && (!lowering.liveIns.isLocal(binding) || (binding.identifier.start ?? 0) < (node2.start ?? 0))) {
      return lowering.constant(literal3, typeof literal3 === "boolean" ? "bool" : "f64");
    }
    return lowering.liveIns.scalar({ root: binding, path: [] }, node2);
  }
  if (slot === "stale") {
    if (!lowering.liveIns.isHost(binding)) {
      throw new Refusal("PF308", node2, `'${node2.name}' may be read before it is assigned`, `Give '${node2.name}' a number when it is declared.`);
    }
    lowering.decisions.materialised.add(binding);
    throw new Restart();
  }
  if (slot === "undefined") {
    throw new Refusal("PF308", node2, `'${node2.name}' may still be undefined when it is read`, `Give '${node2.name}' a number when it is declared.`);
  }
  if (slot === "mixed") {
    throw new Refusal("PF303", node2, `'${node2.name}' holds values of different kinds on different paths`, `Let '${node2.name}' hold numbers only, or booleans only.`);
  }
  throw new Refusal("PF303", node2, `the array '${node2.name}' is used as a value`, "Use its elements or its length only.");
}
function assignVariable(lowering, variable2, value) {
  lowering.assign(variable2, value);
}
function assignableBinding(lowering, node2) {
  const binding = lowering.binding(node2);
  if (!binding) throw new Refusal("PF302", node2, `the loop assigns the global variable '${node2.name}'`, `Use a local variable, and assign '${node2.name}' after the loop.`);
  if (binding.kind === "const" || binding.kind === "module" || binding.kind === "hoisted") {
    throw new Refusal("PF304", node2, `assigning the constant '${node2.name}' throws`, `Declare '${node2.name}' with let.`);
  }
  const slot = lowering.environment.get(binding);
  if (typeof slot === "object" && "array" in slot) {
    throw new Refusal("PF302", node2, `the array variable '${node2.name}' is reassigned`, "Swap arrays outside the loop, or copy elements.");
  }
  if (lowering.liveIns.isHost(binding) && !lowering.liveIns.isLocal(binding)) {
    throw new Refusal("PF302", node2, `the loop assigns '${node2.name}', a variable of an outer scope`, `Use a local variable, and assign '${node2.name}' after the loop.`);
  }
  return binding;
}

// ../../work/main/packages/babel-plugin/src/lower/assignments.ts
function lowerAssignment(lowering, node2) {
  const target = reference(lowering, node2.left, node2);
  if (node2.operator === "=") {
    const value2 = lowerExpression(lowering, node2.right);
    target.write(value2);
    return value2;
  }
  const operator = node2.operator.slice(0, -1);
  const before = target.read();
  if (operator === "&&" || operator === "||" || operator === "??") return logicalAssignment(lowering, node2, target, before);
  const value = binary3(lowering, operator, before, lowerExpression(lowering, node2.right), node2);
  target.write(value);
  return value;
}
function logicalAssignment(lowering, node2, target, before) {
  if (node2.operator === "??=") {
    lowering.observed.push(before);
    return before;
  }
  const assign3 = () => {
    const value = lowerExpression(lowering, node2.right);
    requireSameKind(before, value, node2);
    target.write(value);
    return [value];
  };
  const keep = () => [before];
  const condition = toCondition(lowering, before, node2);
  return branch(lowering, condition, node2.operator === "&&=" ? assign3 : keep, node2.operator === "&&=" ? keep : assign3, locationOf3(node2))[0];
}
function lowerUpdate(lowering, node2) {
  const target = reference(lowering, node2.argument, node2);
  const raw = target.read();
  const before = isBigInt(raw) ? raw : toNumber(lowering, raw, node2);
  const one2 = isBigInt(before) ? lowering.constant(1n, before.type) : lowering.number(1);
  const after = binary3(lowering, node2.operator === "++" ? "+" : "-", before, one2, node2);
  target.write(after);
  return node2.prefix ? after : before;
}
function reference(lowering, left, node2) {
  const target = unwrap(left);
  if (target.type === "Identifier") {
    const binding = assignableBinding(lowering, target);
    return { read: () => readVariable(lowering, binding, target), write: (value) => assignVariable(lowering, binding, value) };
  }
  if (target.type === "MemberExpression") {
    if (!target.computed) {
      throw new Refusal("PF300", target, "a property of an object is assigned", "Collect the value in a local variable and assign the property after the loop.");
    }
    const element2 = lowerElement(lowering, target);
    return { read: () => readElement(lowering, element2), write: (value) => writeElement(lowering, element2, value, node2) };
  }
  throw outside(target, "destructuring");
}

// ../../work/main/packages/babel-plugin/src/lower/functions.ts
function helperOf(lowering, callee) {
  const binding = lowering.binding(callee);
  if (!binding || !binding.constant) return void 0;
  const { node: node2 } = binding.path;
  if (node2.type === "FunctionDeclaration") return { name: callee.name, node: node2 };
  if (node2.type !== "VariableDeclarator" || binding.kind !== "const" || node2.id !== binding.identifier || !node2.init) return void 0;
  const init = unwrap(node2.init);
  return isFunction(init) ? { name: callee.name, node: init } : void 0;
}
function isReturnTarget(target) {
  return target.jump === "return";
}
function inlineCall(lowering, helper, call2) {
  const { name, node: node2 } = helper;
  if (node2.async || node2.generator) throw new Refusal("PF301", call2, `'${name}' is an async or generator function`, "Call it outside the loop.");
  if (lowering.inlining.includes(node2)) throw new Refusal("PF301", call2, `'${name}' is recursive`, "Write the recursion as a loop.");
  passArguments(lowering, helper, call2);
  lowering.inlining.push(node2);
  const outerTargets = lowering.targets;
  try {
    if (node2.body.type !== "BlockStatement") {
      lowering.targets = [];
      return lowerExpression(lowering, node2.body);
    }
    const result2 = lowering.fresh(name);
    const target = { jump: "return", labels: [], breakable: true, identifier: { name: `${name}_returned` }, result: result2 };
    lowering.targets = [target];
    lowering.assign(target, lowering.boolean(false));
    const preset = lowering.decisions.presetResults.get(node2);
    lowering.assign(result2, preset === void 0 ? "undefined" : preset === "bool" ? lowering.boolean(false) : lowering.number(0));
    lowerStatements(lowering, node2.body.body);
    const slot = lowering.environment.get(result2);
    if (slot === "undefined" && preset === void 0 && !canComplete(node2.body)) {
      lowering.decisions.presetResults.set(node2, returnsBoolean(lowering, node2.body) ? "bool" : "f64");
      throw new Restart();
    }
    lowering.environment.delete(target);
    lowering.environment.delete(result2);
    if (slot === "mixed") throw new Refusal("PF303", call2, `'${name}' returns values of different kinds`, "Return numbers only, or booleans only.");
    return isValue(slot) ? slot : void 0;
  } finally {
    lowering.targets = outerTargets;
    lowering.inlining.pop();
  }
}
function returnsBoolean(lowering, body) {
  let boolean = false;
  walk(lowering.babel.types, body, (node2) => {
    if (isFunction(node2)) return false;
    if (node2.type === "ReturnStatement" && node2.argument) boolean = isBooleanSyntax(unwrap(node2.argument));
    return void 0;
  });
  return boolean;
}
function isBooleanSyntax(node2) {
  return node2.type === "BooleanLiteral" || node2.type === "UnaryExpression" && node2.operator === "!" || node2.type === "BinaryExpression" && /^(?:[<>]=?|[!=]==?)$/.test(node2.operator);
}
function passArguments(lowering, helper, call2) {
  const slots = [];
  for (const [index, argument2] of call2.arguments.entries()) {
    if (argument2.type === "SpreadElement") throw outside(argument2, "a spread argument");
    const binding = parameterBinding(lowering, helper, index);
    if (binding && isArrayParameter(lowering, binding, [])) slots.push([binding, { array: lowerArray(lowering, argument2) }]);
    else {
      const value = lowerExpression(lowering, argument2);
      if (binding) slots.push([binding, value]);
    }
  }
  for (let index = call2.arguments.length; index < helper.node.params.length; index++) {
    const binding = parameterBinding(lowering, helper, index);
    if (binding) slots.push([binding, "undefined"]);
  }
  for (const [binding, slot] of slots) lowering.assign(binding, slot);
}
function parameterBinding(lowering, helper, index) {
  const parameter = helper.node.params[index];
  if (!parameter) return void 0;
  if (parameter.type !== "Identifier") {
    throw new Refusal("PF301", parameter, `'${helper.name}' has a parameter with a default value or a pattern`, "Give the function plain parameters.");
  }
  return lowering.binding(parameter);
}
function isArrayParameter(lowering, binding, seen) {
  if (seen.includes(binding)) return false;
  if (isUsedAsArray(binding) || lowering.types.ofBinding(binding).kind === "array") return true;
  return binding.referencePaths.some(({ node: node2, parent }) => {
    if (parent.type !== "CallExpression" || parent.callee.type !== "Identifier") return false;
    const helper = helperOf(lowering, parent.callee);
    const parameter = helper?.node.params[parent.arguments.findIndex((argument2) => argument2 === node2)];
    const inner = parameter?.type === "Identifier" ? lowering.binding(parameter) : void 0;
    return inner !== void 0 && isArrayParameter(lowering, inner, [...seen, binding]);
  });
}

// ../../work/main/packages/babel-plugin/src/lower/builtins.ts
function mathAlias(names, binding) {
  if (binding.kind !== "const" || !binding.constant) return void 0;
  const declarator = binding.path.node;
  if (declarator.type !== "VariableDeclarator" || !declarator.init) return void 0;
  const init = unwrap(declarator.init);
  if (declarator.id.type === "Identifier") {
    return init.type === "MemberExpression" && !init.computed && init.property.type === "Identifier" && isMath(names, init.object) ? init.property.name : void 0;
  }
  if (declarator.id.type !== "ObjectPattern" || !isMath(names, init)) return void 0;
  for (const property of declarator.id.properties) {
    if (property.type !== "ObjectProperty" || property.computed || property.value !== binding.identifier) continue;
    return property.key.type === "Identifier" ? property.key.name : void 0;
  }
  return void 0;
}
function isMath(names, node2) {
  return names.isGlobal(unwrap(node2), "Math");
}
function bigintMember(name) {
  return name === "asIntN" || name === "asUintN";
}

// ../../work/main/packages/babel-plugin/src/lower/math.ts
var constants2 = {
  E: Math.E,
  LN10: Math.LN10,
  LN2: Math.LN2,
  LOG10E: Math.LOG10E,
  LOG2E: Math.LOG2E,
  PI: Math.PI,
  SQRT1_2: Math.SQRT1_2,
  SQRT2: Math.SQRT2
};
var numberConstants = {
  EPSILON: Number.EPSILON,
  MAX_VALUE: Number.MAX_VALUE,
  MIN_VALUE: Number.MIN_VALUE,
  NaN: NaN,
  POSITIVE_INFINITY: Infinity,
  NEGATIVE_INFINITY: -Infinity,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER
};
var operators2 = { abs: "abs", sqrt: "sqrt", floor: "floor", ceil: "ceil", trunc: "trunc" };
var calls = {
  exp: 1,
  expm1: 1,
  log: 1,
  log2: 1,
  log10: 1,
  log1p: 1,
  pow: 2,
  cbrt: 1,
  sin: 1,
  cos: 1,
  tan: 1,
  asin: 1,
  acos: 1,
  atan: 1,
  atan2: 2,
  sinh: 1,
  cosh: 1,
  tanh: 1,
  asinh: 1,
  acosh: 1,
  atanh: 1,
  round: 1,
  sign: 1
};
var impure2 = /* @__PURE__ */ new Set(["random"]);
function mathConstant(name) {
  return Object.hasOwn(constants2, name) ? constants2[name] : void 0;
}
function numberConstant(name) {
  return Object.hasOwn(numberConstants, name) ? numberConstants[name] : void 0;
}
function lowerMath(lowering, name, values2, node2) {
  const numbers = values2.map((value) => toNumber(lowering, value, node2));
  const argument2 = (index) => numbers[index] ?? lowering.number(NaN);
  const { builder } = lowering;
  if (Object.hasOwn(operators2, name)) return builder.unary(operators2[name], argument2(0));
  if (Object.hasOwn(calls, name)) {
    const callee = name;
    return builder.call(callee, Array.from({ length: calls[callee] ?? 1 }, (_, index) => argument2(index)), locationOf3(node2));
  }
  switch (name) {
    case "min":
    case "max":
      if (numbers.length === 0) return lowering.number(name === "min" ? Infinity : -Infinity);
      return numbers.reduce((left, right) => builder.binary(name, left, right));
    case "hypot":
      if (numbers.length === 0) return lowering.number(0);
      return numbers.length === 1 ? builder.unary("abs", numbers[0]) : builder.call("hypot", numbers, locationOf3(node2));
    case "fround":
      return builder.convert("value", "f64", builder.convert("value", "f32", argument2(0)));
    case "imul":
      return builder.convert("value", "f64", builder.binary("mul", toInt322(lowering, argument2(0), node2), toInt322(lowering, argument2(1), node2)));
    case "clz32":
      return builder.convert("value", "f64", builder.unary("clz", toInt322(lowering, argument2(0), node2)));
    default:
      throw impure2.has(name) ? new Refusal("PF301", node2, `Math.${name} gives another value at each call`, "Fill an array with random numbers before the loop.") : new Refusal("PF301", node2, `Math.${name} is not known to parfor`, "Write it with the other functions of Math.");
  }
}
function lowerNumberFunction(lowering, name, value, node2) {
  const { builder } = lowering;
  const isFinite = (number4) => builder.compare("lt", builder.unary("abs", number4), lowering.number(Infinity));
  if (!["isNaN", "isFinite", "isInteger", "isSafeInteger"].includes(name)) return void 0;
  if (value.type !== "f64") return lowering.boolean(false);
  switch (name) {
    case "isNaN":
      lowering.observed.push(value);
      return builder.compare("ne", value, value);
    case "isFinite":
      return isFinite(value);
    case "isInteger":
      return builder.and(isFinite(value), builder.compare("eq", builder.unary("trunc", value), value));
    default:
      return builder.and(
        builder.compare("le", builder.unary("abs", value), lowering.number(Number.MAX_SAFE_INTEGER)),
        builder.compare("eq", builder.unary("trunc", value), value)
      );
  }
}
function lowerGlobalTest(lowering, name, value, node2) {
  const number4 = toNumber(lowering, value, node2);
  if (name === "isNaN") return lowering.builder.compare("ne", number4, number4);
  return lowering.builder.compare("lt", lowering.builder.unary("abs", number4), lowering.number(Infinity));
}

// ../../work/main/packages/babel-plugin/src/lower/calls.ts
function lowerCall(lowering, node2) {
  const callee = unwrap(node2.callee);
  if (callee.type === "MemberExpression" && !callee.computed && callee.property.type === "Identifier") {
    const object = unwrap(callee.object);
    const name = callee.property.name;
    if (lowering.names.isGlobal(object, "Math")) return lowerMath(lowering, name, lowerArguments(lowering, node2), node2);
    if (lowering.names.isGlobal(object, "Number")) {
      const value = lowerNumberFunction(lowering, name, firstArgument(lowering, node2), node2);
      if (value) return value;
    }
    if (lowering.names.isGlobal(object, "BigInt") && bigintMember(name)) return lowerAsN(lowering, name, node2);
  } else if (callee.type === "Identifier") {
    const helper = helperOf(lowering, callee);
    if (helper) return inlineCall(lowering, helper, node2);
    const binding = lowering.binding(callee);
    const alias = binding && mathAlias(lowering.names, binding);
    if (alias !== void 0) return lowerMath(lowering, alias, lowerArguments(lowering, node2), node2);
    if (!binding) {
      switch (callee.name) {
        case "Number": {
          if (node2.arguments.length === 0) return lowering.number(0);
          const value = firstArgument(lowering, node2);
          if (!isBigInt(value)) return toNumber(lowering, value, node2);
          requireExact(lowering, value, node2);
          return lowering.builder.convert("value", "f64", value);
        }
        case "Boolean":
          return node2.arguments.length === 0 ? lowering.boolean(false) : toCondition(lowering, firstArgument(lowering, node2), node2);
        case "isNaN":
        case "isFinite":
          return lowerGlobalTest(lowering, callee.name, firstArgument(lowering, node2), node2);
        default:
          break;
      }
    }
  }
  throw unknownCall(lowering, callee);
}
function lowerArguments(lowering, node2) {
  return node2.arguments.map((argument2) => lowerExpression(lowering, argument2));
}
function firstArgument(lowering, node2) {
  const [first] = lowerArguments(lowering, node2);
  return first ?? lowering.number(NaN);
}
function lowerAsN(lowering, name, node2) {
  const [bits4, value] = lowerArguments(lowering, node2);
  if (!bits4 || !value || lowering.constants.get(bits4) !== 64 || !isBigInt(value)) {
    throw new Refusal("PF305", node2, `BigInt.${name} is known for 64 bits of a BigInt only`, `Write BigInt.${name}(64, \u2026).`);
  }
  const type = name === "asIntN" ? "i64" : "u64";
  if (!lowering.wrapped.has(value)) return wrapTo(lowering, value, type);
  const other = type === "i64" ? "u64" : "i64";
  return lowering.builder.convert("wrap", type, wrapTo(lowering, value, other));
}
function unknownCall(lowering, callee) {
  const text = calleeText(callee);
  const cure = /^(Date\.now|performance\.now)$/.test(text) ? "Read the clock before or after the loop." : "Call a pure function of the same module, or move the call out of the loop.";
  if (/\.(?:subarray|slice)$/.test(text)) return new Refusal("PF301", callee, "a view is made inside the loop", "Use the whole array with computed subscripts: x[i * columns + j].");
  return new Refusal("PF301", callee, `${text} is a function that parfor does not know`, cure);
}
function calleeText(callee) {
  const node2 = unwrap(callee);
  if (node2.type === "Identifier") return node2.name;
  if (node2.type === "ThisExpression") return "this";
  if (node2.type === "MemberExpression" && node2.property.type === "Identifier") return `${calleeText(node2.object)}.${node2.property.name}`;
  return "the callee";
}

// ../../work/main/packages/babel-plugin/src/lower/expressions.ts
function lowerExpression(lowering, expression2) {
  const node2 = unwrap(expression2);
  switch (node2.type) {
    case "NumericLiteral":
      return lowering.number(node2.value);
    case "BooleanLiteral":
      return lowering.boolean(node2.value);
    case "BigIntLiteral":
      return bigintLiteral(lowering, BigInt(node2.value), node2);
    case "Identifier":
      return readIdentifier(lowering, node2);
    case "UnaryExpression":
      return lowerUnary(lowering, node2);
    case "BinaryExpression":
      return lowerBinary(lowering, node2);
    case "LogicalExpression":
      return lowerLogical(lowering, node2);
    case "ConditionalExpression":
      return lowerConditional(lowering, node2);
    case "AssignmentExpression":
      return lowerAssignment(lowering, node2);
    case "UpdateExpression":
      return lowerUpdate(lowering, node2);
    case "MemberExpression":
      return lowerMember(lowering, node2);
    case "CallExpression": {
      const value = lowerCall(lowering, node2);
      if (value === void 0) throw new Refusal("PF308", node2, "the call gives undefined, which is used as a value", "Return a number on every path of the function.");
      return value;
    }
    case "SequenceExpression":
      for (const one2 of node2.expressions.slice(0, -1)) lowerEffect(lowering, one2);
      return lowerExpression(lowering, node2.expressions[node2.expressions.length - 1]);
    default:
      throw unsupported(node2);
  }
}
function lowerEffect(lowering, expression2) {
  const node2 = unwrap(expression2);
  if (node2.type === "CallExpression") lowerCall(lowering, node2);
  else if (node2.type === "SequenceExpression") for (const one2 of node2.expressions) lowerEffect(lowering, one2);
  else if (node2.type === "LogicalExpression" && node2.operator !== "??") {
    const condition = lowerCondition(lowering, node2.left);
    const right = () => {
      lowerEffect(lowering, node2.right);
      return [];
    };
    branch(lowering, condition, node2.operator === "&&" ? right : () => [], node2.operator === "&&" ? () => [] : right, locationOf3(node2));
  } else lowerExpression(lowering, node2);
}
function lowerCondition(lowering, expression2) {
  const node2 = unwrap(expression2);
  if (node2.type === "UnaryExpression" && node2.operator === "!") return negateCondition(lowering, lowerCondition(lowering, node2.argument));
  if (node2.type === "LogicalExpression" && node2.operator !== "??") {
    const left = lowerCondition(lowering, node2.left);
    const known2 = lowering.constants.get(left);
    const isAnd = node2.operator === "&&";
    if (known2 !== void 0) return known2 === isAnd ? lowerCondition(lowering, node2.right) : left;
    if (isCheap2(lowering, node2.right)) return lowering.builder.binary(isAnd ? "and" : "or", left, lowerCondition(lowering, node2.right));
    const right = () => [lowerCondition(lowering, node2.right)];
    const constant = () => [lowering.boolean(!isAnd)];
    return branch(lowering, left, isAnd ? right : constant, isAnd ? constant : right, locationOf3(node2))[0];
  }
  return toCondition(lowering, lowerExpression(lowering, node2), node2);
}
function lowerUnary(lowering, node2) {
  switch (node2.operator) {
    case "-":
      return negate(lowering, lowerExpression(lowering, node2.argument), node2);
    case "+":
      return toNumber(lowering, lowerExpression(lowering, node2.argument), node2);
    case "~":
      return complement(lowering, lowerExpression(lowering, node2.argument), node2);
    case "!":
      return lowerCondition(lowering, node2);
    default:
      throw outside(node2, `\`${node2.operator}\``);
  }
}
function lowerBinary(lowering, node2) {
  const { operator } = node2;
  if (operator === "===" || operator === "!==" || operator === "==" || operator === "!=") {
    const other = isNullish(lowering, node2.right) ? node2.left : isNullish(lowering, node2.left) ? node2.right : void 0;
    if (other) {
      lowering.observed.push(lowerExpression(lowering, other));
      return lowering.boolean(operator === "!==" || operator === "!=");
    }
  }
  const left = lowerExpression(lowering, node2.left);
  return binary3(lowering, operator, left, lowerExpression(lowering, node2.right), node2);
}
function isNullish(lowering, node2) {
  const inner = unwrap(node2);
  return inner.type === "NullLiteral" || lowering.names.isGlobal(inner, "undefined");
}
function lowerLogical(lowering, node2) {
  const left = lowerExpression(lowering, node2.left);
  if (node2.operator === "??") {
    lowering.observed.push(left);
    return left;
  }
  const isAnd = node2.operator === "&&";
  const condition = toCondition(lowering, left, node2.left);
  const known2 = lowering.constants.get(condition);
  if (known2 !== void 0) return known2 === isAnd ? lowerExpression(lowering, node2.right) : left;
  if (isCheap2(lowering, node2.right)) {
    const right2 = lowerExpression(lowering, node2.right);
    requireSameKind(left, right2, node2);
    if (left.type === "bool") return lowering.builder.binary(isAnd ? "and" : "or", left, right2);
    return select2(lowering, condition, isAnd ? right2 : left, isAnd ? left : right2);
  }
  const right = () => {
    const value = lowerExpression(lowering, node2.right);
    requireSameKind(left, value, node2);
    return [value];
  };
  return branch(lowering, condition, isAnd ? right : () => [left], isAnd ? () => [left] : right, locationOf3(node2))[0];
}
function lowerConditional(lowering, node2) {
  const condition = lowerCondition(lowering, node2.test);
  if (lowering.constants.get(condition) === void 0 && isCheap2(lowering, node2.consequent) && isCheap2(lowering, node2.alternate)) {
    const whenTrue = lowerExpression(lowering, node2.consequent);
    const whenFalse = lowerExpression(lowering, node2.alternate);
    requireSameKind(whenTrue, whenFalse, node2);
    return select2(lowering, condition, whenTrue, whenFalse);
  }
  let first;
  const one2 = (side) => () => {
    const value = lowerExpression(lowering, side);
    if (first) requireSameKind(first, value, node2);
    first = value;
    return [value];
  };
  return branch(lowering, condition, one2(node2.consequent), one2(node2.alternate), locationOf3(node2))[0];
}
function select2(lowering, condition, whenTrue, whenFalse) {
  const result2 = lowering.builder.select(condition, whenTrue, whenFalse);
  if (lowering.wrapped.has(whenTrue) || lowering.wrapped.has(whenFalse)) lowering.wrapped.add(result2);
  return result2;
}
function requireSameKind(left, right, node2) {
  if (left.type === right.type) return;
  throw new Refusal("PF303", node2, "the expression gives values of different kinds", "Let both sides be numbers, or both booleans.");
}
function isCheap2(lowering, node2) {
  let size = 0;
  let cheap = true;
  walk(lowering.babel.types, node2, (inner) => {
    switch (inner.type) {
      case "NumericLiteral":
      case "BooleanLiteral":
      case "BigIntLiteral":
      case "UnaryExpression":
      case "ConditionalExpression":
      case "LogicalExpression":
        break;
      case "Identifier":
        break;
      case "MemberExpression":
        if (inner.computed) cheap = false;
        break;
      case "BinaryExpression":
        if (inner.operator === "**" || inner.operator === "%") cheap = false;
        break;
      default:
        if (unwrap(inner) === inner && !inner.type.startsWith("TS")) cheap = false;
    }
    if (++size > 12) cheap = false;
    return cheap;
  });
  return cheap;
}
function unsupported(node2) {
  switch (node2.type) {
    case "StringLiteral":
    case "TemplateLiteral":
    case "RegExpLiteral":
    case "TaggedTemplateExpression":
      return new Refusal("PF303", node2, "strings are outside the language of regions", "Keep strings out of the loop; work on numeric codes.");
    case "NullLiteral":
      return new Refusal("PF303", node2, "`null` is used as a value", "Use a number, or NaN.");
    case "ThisExpression":
      return thisRefusal(node2);
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return new Refusal("PF302", node2, "a function is created inside the loop and captures its variables", "Write the body of the function into the loop.");
    case "ArrayExpression":
    case "ObjectExpression":
      return new Refusal("PF303", node2, "an array or object is created inside the loop", "Use separate variables, or typed arrays made before the loop.");
    case "NewExpression":
      return new Refusal("PF303", node2, "an object is created inside the loop", "Create it before the loop.");
    case "AwaitExpression":
    case "YieldExpression":
      return new Refusal("PF300", node2, "the loop waits for something", "Move the waiting out of the loop.");
    case "OptionalMemberExpression":
    case "OptionalCallExpression":
      return outside(node2, "optional chaining");
    default:
      return outside(node2, node2.type.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase());
  }
}

// ../../work/main/packages/babel-plugin/src/lower/arrays.ts
function lowerMember(lowering, node2) {
  if (node2.computed) return readElement(lowering, lowerElement(lowering, node2));
  const name = propertyName(node2);
  const object = unwrap(node2.object);
  const constant = lowering.names.isGlobal(object, "Math") ? mathConstant(name) : lowering.names.isGlobal(object, "Number") ? numberConstant(name) : void 0;
  if (constant !== void 0) return lowering.number(constant);
  if (lowering.names.isGlobal(object, "Math")) throw new Refusal("PF301", node2, `Math.${name} is used as a value`, "Call it.");
  if (name === "length") {
    const array = lowerArray(lowering, object);
    return lowering.builder.convert("value", "f64", lowering.builder.length(array));
  }
  const place2 = placeOf(lowering, node2);
  if (!place2 && rootOf(node2).type === "ThisExpression") throw thisRefusal(node2);
  if (!place2) throw outside(node2, `the property access .${name}`);
  checkPlace(lowering, place2, node2);
  return lowering.liveIns.scalar(place2, node2);
}
function lowerElement(lowering, node2) {
  const array = lowerArray(lowering, node2.object);
  const index = lowerExpression(lowering, node2.property);
  if (index.type !== "f64") throw new Refusal("PF303", node2.property, "the subscript is not a number", "Use a number as the subscript.");
  return { array, index, node: node2 };
}
function readElement(lowering, element2) {
  const { array, index, node: node2 } = element2;
  array.read = true;
  if (array.element === "i64" || array.element === "u64") return lowering.builder.load(array, index, array.element, "strict", locationOf3(node2));
  return lowering.builder.load(array, index, "f64", "checked", locationOf3(node2));
}
function writeElement(lowering, element2, value, valueNode) {
  const { array, index, node: node2 } = element2;
  array.written = true;
  lowering.observed.push(index);
  lowering.builder.store(array, index, storable(lowering, array, value, valueNode), "checked", locationOf3(node2));
}
function storable(lowering, array, value, node2) {
  const type = array.element === "i64" || array.element === "u64" ? array.element : "f64";
  if (type === "f64") {
    if (isBigInt(value)) throw new Refusal("PF305", node2, `a BigInt is stored in '${array.name}', which throws unless that is a 64-bit array`, `Convert it with Number(), or declare '${array.name}' as a BigInt64Array.`);
    return toNumber(lowering, value, node2);
  }
  if (!isBigInt(value)) throw new Refusal("PF305", node2, `a number is stored in the 64-bit array '${array.name}', which throws`, "Store a BigInt.");
  return wrapTo(lowering, value, type);
}
function lowerArray(lowering, expression2) {
  const node2 = unwrap(expression2);
  if (node2.type === "Identifier") {
    const binding = lowering.binding(node2);
    if (!binding) throw new Refusal("PF302", node2, `'${node2.name}' is a global variable`, `Copy '${node2.name}' into a local constant before the loop.`);
    const slot = lowering.environment.get(binding);
    if (slot === void 0) return lowering.liveIns.array({ root: binding, path: [] }, node2);
    if (typeof slot === "object" && "array" in slot) return slot.array;
    throw new Refusal("PF303", node2, `'${node2.name}' is not one and the same array throughout the loop`, "Use one variable for each array, and do not reassign it.");
  }
  const place2 = placeOf(lowering, node2);
  if (place2) {
    checkPlace(lowering, place2, node2);
    return lowering.liveIns.array(place2, node2);
  }
  if (node2.type === "ThisExpression" || node2.type === "MemberExpression" && rootOf(node2).type === "ThisExpression") {
    throw thisRefusal(node2);
  }
  if (node2.type === "ArrayExpression") throw new Refusal("PF303", node2, "an array is created inside the loop", "Make a typed array before the loop.");
  if (node2.type === "MemberExpression" && node2.computed) {
    throw new Refusal("PF303", node2, "the elements of this array are arrays or objects themselves", "Use one typed array with computed subscripts (i * columns + j).");
  }
  throw new Refusal("PF303", node2, "the array is the result of an expression", "Give the array a name before the loop.");
}
function placeOf(lowering, expression2) {
  const path = [];
  let node2 = unwrap(expression2);
  while (node2.type === "MemberExpression" && !node2.computed && node2.property.type === "Identifier") {
    path.unshift(node2.property.name);
    node2 = unwrap(node2.object);
  }
  if (node2.type !== "Identifier") return void 0;
  const root = lowering.binding(node2);
  return root && { root, path };
}
function checkPlace(lowering, place2, node2) {
  if (lowering.environment.get(place2.root) === void 0) return;
  const name = place2.root.identifier.name;
  throw new Refusal("PF303", node2, `'${name}' is assigned in the loop and its properties are read`, `Read the properties of '${name}' before the loop.`);
}
function isUsedAsArray(binding) {
  return binding.referencePaths.some(({ node: node2, parent }) => parent.type === "MemberExpression" && parent.object === node2);
}
function thisRefusal(node2) {
  return new Refusal("PF300", node2, "`this` is outside the language of regions", "Copy the property of `this` into a constant before the loop.");
}
function rootOf(node2) {
  const inner = unwrap(node2);
  return inner.type === "MemberExpression" ? rootOf(inner.object) : inner;
}
function propertyName(node2) {
  if (node2.property.type !== "Identifier") throw outside(node2, "a private property");
  return node2.property.name;
}

// ../../work/main/packages/babel-plugin/src/lower/counting.ts
init_src();
var relations4 = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "!=": "ne", "!==": "ne" };
var mirrored4 = { lt: "gt", le: "ge", gt: "lt", ge: "le", ne: "ne" };
function countingLoop(lowering, node2, labels) {
  if (!node2.test || !node2.update || lowering.decisions.asWhile.has(node2)) return void 0;
  const test = unwrap(node2.test);
  if (test.type !== "BinaryExpression" || !Object.hasOwn(relations4, test.operator)) return void 0;
  const updates = flatten(node2.update);
  for (const [counterSide, bound2, relation] of [
    [test.left, test.right, relations4[test.operator]],
    [test.right, test.left, mirrored4[relations4[test.operator]]]
  ]) {
    const side = unwrap(counterSide);
    const counter = side.type === "Identifier" ? lowering.binding(side) : void 0;
    if (!counter || !isNumber2(lowering, counter)) continue;
    const at = updates.findIndex((update) => assignedIn(lowering, [update]).has(counter));
    const step = at < 0 ? void 0 : stepOf(lowering, updates[at], counter);
    if (step === void 0 || step === 0) continue;
    const others = updates.filter((_, index) => index !== at);
    const assigned = assignedIn(lowering, [node2.body, ...others]);
    if (assigned.has(counter) || !isInvariant(lowering, bound2, /* @__PURE__ */ new Set([...assigned, counter]))) continue;
    return leavesEarly(lowering, node2, labels) ? void 0 : { counter, relation, bound: bound2, step, others, before: at };
  }
  return void 0;
}
function isNumber2(lowering, binding) {
  const slot = lowering.environment.get(binding);
  if (slot === void 0) return ["number", "unknown"].includes(lowering.types.ofBinding(binding).kind);
  return isValue(slot) && slot.type === "f64";
}
function leavesEarly(lowering, node2, labels) {
  const { left, next } = openTargets(lowering, labels);
  const jumps = jumpsOut(lowering, node2.body);
  closeTargets(lowering, left, next);
  jumps.delete(next);
  return jumps.size > 0;
}
function flatten(node2) {
  const inner = unwrap(node2);
  return inner.type === "SequenceExpression" ? inner.expressions.flatMap(flatten) : [inner];
}
function stepOf(lowering, update, counter) {
  const isCounter = (node2) => {
    const inner = unwrap(node2);
    return inner.type === "Identifier" && lowering.binding(inner) === counter;
  };
  if (update.type === "UpdateExpression") return isCounter(update.argument) ? update.operator === "++" ? 1 : -1 : void 0;
  if (update.type !== "AssignmentExpression" || !isCounter(update.left)) return void 0;
  if (update.operator === "+=") return constantNumber(lowering, update.right);
  if (update.operator === "-=") return negated2(constantNumber(lowering, update.right));
  const sum2 = unwrap(update.right);
  if (update.operator !== "=" || sum2.type !== "BinaryExpression") return void 0;
  if (sum2.operator === "+") {
    if (isCounter(sum2.left)) return constantNumber(lowering, sum2.right);
    return isCounter(sum2.right) ? constantNumber(lowering, sum2.left) : void 0;
  }
  return sum2.operator === "-" && isCounter(sum2.left) ? negated2(constantNumber(lowering, sum2.right)) : void 0;
}
function negated2(value) {
  return value === void 0 ? void 0 : -value;
}
function constantNumber(lowering, node2) {
  const inner = unwrap(node2);
  const binding = inner.type === "Identifier" ? lowering.binding(inner) : void 0;
  const value = binding ? literalOf(binding) : literalValue(inner);
  return typeof value === "number" && Number.isFinite(value) ? value : void 0;
}
function isInvariant(lowering, node2, assigned) {
  let invariant = true;
  walk(lowering.babel.types, node2, (inner) => {
    switch (inner.type) {
      case "Identifier": {
        const binding = lowering.binding(inner);
        if (binding && assigned.has(binding)) invariant = false;
        break;
      }
      case "NumericLiteral":
      case "BinaryExpression":
      case "ConditionalExpression":
      case "LogicalExpression":
      case "MemberExpression":
      case "BooleanLiteral":
        break;
      case "UnaryExpression":
        break;
      case "CallExpression": {
        const callee = unwrap(inner.callee);
        if (!(callee.type === "MemberExpression" && lowering.names.isGlobal(unwrap(callee.object), "Math"))) invariant = false;
        break;
      }
      default:
        if (unwrap(inner) === inner && !inner.type.startsWith("TS")) invariant = false;
    }
    return invariant;
  });
  return invariant;
}
function lowerCountingLoop(lowering, node2, counting, labels) {
  const { builder } = lowering;
  const { counter } = counting;
  const start2 = lowering.environment.get(counter);
  const counterNode = counter.identifier;
  const lower = isValue(start2) ? start2 : lowering.liveIns.scalar({ root: counter, path: [] }, counterNode);
  const from = builder.block.operations.length;
  const upper = toNumber(lowering, lowerExpression(lowering, counting.bound), counting.bound);
  const boundOperations = builder.block.operations.slice(from);
  const { left, next } = openTargets(lowering, labels);
  const variables = [...assignedIn(lowering, [node2.body, ...counting.others])].filter((binding) => !isFreshIn(node2.body, binding));
  const loop = openCarried(lowering, variables);
  const trip = builder.value("f64", counterNode.name);
  lowering.assign(counter, trip);
  const continues = jumpsOut(lowering, node2.body).has(next);
  const body = builder.nested(() => {
    if (continues) lowering.assign(next, lowering.boolean(false));
    lowerStatements(lowering, [node2.body]);
    for (const [index, update] of counting.others.entries()) {
      if (index === counting.before) lowering.assign(counter, builder.add(trip, lowering.number(counting.step)));
      lowerEffect(lowering, update);
    }
    return loop.yields(node2);
  });
  checkBound(lowering, node2, boundOperations, body);
  const results2 = loop.close();
  closeTargets(lowering, left, next);
  const exitCounter = builder.value("f64", counterNode.name);
  lowering.assign(counter, exitCounter);
  builder.append({
    kind: "for",
    id: lowering.loopIds(node2),
    ...labelOf(labels),
    results: results2,
    exitCounter,
    counter: trip,
    lower,
    upper,
    step: counting.step,
    relation: counting.relation,
    carried: loop.carried,
    body,
    location: locationOf3(node2)
  });
}
function checkBound(lowering, node2, bound2, body) {
  const read2 = /* @__PURE__ */ new Set();
  forEachOperation({ operations: bound2, yields: [] }, (operation) => {
    if (operation.kind === "load") read2.add(operation.array);
  });
  if (read2.size === 0) return;
  const written2 = /* @__PURE__ */ new Set();
  forEachOperation(body, (operation) => {
    if (operation.kind === "store") written2.add(operation.array);
  });
  for (const first of read2) {
    if (written2.has(first)) {
      lowering.decisions.asWhile.add(node2);
      throw new Restart();
    }
    for (const second of written2) {
      const known2 = lowering.region.aliases.some((rule) => rule.first === first && rule.second === second);
      if (!known2) lowering.region.aliases.push({ first, second, same: false });
    }
  }
}

// ../../work/main/packages/babel-plugin/src/lower/loops.ts
function lowerLoop(lowering, node2, labels) {
  switch (node2.type) {
    case "ForStatement": {
      if (node2.init) {
        if (node2.init.type === "VariableDeclaration") lowerStatement(lowering, node2.init);
        else lowerEffect(lowering, node2.init);
      }
      const counting = countingLoop(lowering, node2, labels);
      if (counting) lowerCountingLoop(lowering, node2, counting, labels);
      else lowerWhile(lowering, { node: node2, labels, test: node2.test, update: node2.update, body: node2.body, testFirst: true });
      return;
    }
    case "WhileStatement":
      return lowerWhile(lowering, { node: node2, labels, test: node2.test, update: null, body: node2.body, testFirst: true });
    case "DoWhileStatement":
      return lowerWhile(lowering, { node: node2, labels, test: node2.test, update: null, body: node2.body, testFirst: false });
    default:
      throw new Refusal("PF300", node2, `\`for\u2026${node2.type === "ForOfStatement" ? "of" : "in"}\` is outside the language of regions`, "Write a counting loop: for (let i = 0; i < x.length; i++).");
  }
}
function lowerWhile(lowering, parts) {
  const { node: node2, labels, test, update, body } = parts;
  const { left, next } = openTargets(lowering, labels);
  const jumps = jumpsOut(lowering, body);
  const flags = [...jumps].filter((target) => target !== next);
  if (jumps.has(left)) lowering.assign(left, lowering.boolean(false));
  const carriesVerdict = !parts.testFirst || hasEffects(lowering, test);
  const running2 = lowering.fresh("running");
  if (carriesVerdict) lowering.assign(running2, lowering.boolean(true));
  const variables = [...assignedIn(lowering, [test, update, body])].filter((binding) => !isFreshIn(body, binding));
  const returned = flags.flatMap((target) => isReturnTarget(target) ? [target.result] : []);
  const loop = openCarried(lowering, [...variables, ...flags, ...returned, ...carriesVerdict ? [running2] : []]);
  const condition = isolated(lowering, () => {
    const goOn = noneTaken(lowering, flags);
    if (carriesVerdict) return [both(lowering, goOn, () => slotValue(lowering, running2), true)];
    if (!test) return [goOn];
    return [both(lowering, goOn, () => lowerCondition(lowering, test), isCheap2(lowering, test))];
  });
  const trip = () => {
    if (jumps.has(next)) lowering.assign(next, lowering.boolean(false));
    lowerStatements(lowering, [body]);
    unless(lowering, flags, Boolean(update), () => {
      if (update) lowerEffect(lowering, update);
    });
  };
  const bodyBlock = lowering.builder.nested(() => {
    if (!carriesVerdict || !test) trip();
    else if (parts.testFirst) {
      branch(lowering, lowerCondition(lowering, test), () => {
        trip();
        return [];
      }, () => {
        lowering.assign(running2, lowering.boolean(false));
        return [];
      });
    } else {
      trip();
      unless(lowering, flags, true, () => {
        lowering.assign(running2, lowerCondition(lowering, test));
      });
    }
    return loop.yields(node2);
  });
  const results2 = loop.close();
  closeTargets(lowering, left, next);
  lowering.environment.delete(running2);
  lowering.builder.append({
    kind: "while",
    id: lowering.loopIds(node2),
    ...labelOf(labels),
    results: results2,
    carried: loop.carried,
    condition,
    body: bodyBlock,
    location: locationOf3(node2)
  });
}
function both(lowering, first, second, isCheap3) {
  if (lowering.constants.get(first) === true) return second();
  if (isCheap3) return lowering.builder.and(first, second());
  return branch(lowering, first, () => [second()], () => [lowering.boolean(false)])[0];
}
function slotValue(lowering, variable2) {
  const slot = lowering.environment.get(variable2);
  if (!isValue(slot)) throw new Error(`${variable2.identifier.name} has no value`);
  return slot;
}
function isolated(lowering, body) {
  const before = lowering.environment;
  lowering.environment = new Map(before);
  const block = lowering.builder.nested(body);
  lowering.environment = before;
  return block;
}
function hasEffects(lowering, node2) {
  let effects = false;
  if (node2) {
    walk(lowering.babel.types, node2, (inner) => {
      if (inner.type === "AssignmentExpression" || inner.type === "UpdateExpression") effects = true;
      else if (inner.type === "CallExpression" && inner.callee.type === "Identifier" && lowering.binding(inner.callee)) effects = true;
      return !isFunction(inner);
    });
  }
  return effects;
}
function openTargets(lowering, labels) {
  const left = { jump: "break", labels, breakable: true, identifier: { name: "left" } };
  const next = { jump: "continue", labels, breakable: true, identifier: { name: "next" } };
  lowering.targets = [...lowering.targets, left, next];
  return { left, next };
}
function closeTargets(lowering, left, next) {
  lowering.targets = lowering.targets.filter((target) => target !== left && target !== next);
  lowering.environment.delete(left);
  lowering.environment.delete(next);
}
function labelOf(labels) {
  const label = labels.at(-1);
  return label === void 0 ? {} : { label };
}
function openCarried(lowering, variables) {
  const before = lowering.environment;
  const environment3 = new Map(before);
  const travelling = [];
  const carried = [];
  for (const variable2 of variables) {
    const slot = before.get(variable2);
    if (isValue(slot)) {
      const parameter = lowering.builder.value(slot.type, variable2.identifier.name);
      if (lowering.wrapped.has(slot) || lowering.decisions.wrapped.has(variable2)) lowering.wrapped.add(parameter);
      travelling.push(variable2);
      carried.push({ parameter, initial: slot });
      environment3.set(variable2, parameter);
    } else if (slot === void 0) environment3.set(variable2, "stale");
  }
  lowering.environment = environment3;
  return {
    carried,
    yields: (node2) => travelling.map((variable2, index) => nextValue(lowering, variable2, carried[index].parameter, node2)),
    close: () => {
      const results2 = carried.map(({ parameter }) => {
        const result2 = lowering.builder.value(parameter.type, parameter.name);
        if (lowering.wrapped.has(parameter)) lowering.wrapped.add(result2);
        return result2;
      });
      lowering.environment = new Map(before);
      for (const variable2 of variables) if (!before.has(variable2)) lowering.assign(variable2, "stale");
      for (const [index, variable2] of travelling.entries()) lowering.assign(variable2, results2[index]);
      return results2;
    }
  };
}
function nextValue(lowering, variable2, parameter, node2) {
  const slot = lowering.environment.get(variable2);
  const name = variable2.identifier.name;
  if (slot === "undefined") throw new Refusal("PF308", node2, `'${name}' may become undefined in the loop`, `Assign '${name}' a number on every path.`);
  if (!isValue(slot) || slot.type !== parameter.type) {
    throw new Refusal("PF303", node2, `'${name}' holds values of different kinds`, `Let '${name}' hold numbers only, or booleans only.`);
  }
  if (lowering.wrapped.has(slot) && !lowering.wrapped.has(parameter)) {
    lowering.decisions.wrapped.add(variable2);
    throw new Restart();
  }
  return slot;
}

// ../../work/main/packages/babel-plugin/src/lower/switch.ts
function lowerSwitch(lowering, node2, labels) {
  const discriminant = lowerExpression(lowering, node2.discriminant);
  const groups = groupsOf(node2);
  const target = { jump: "break", labels, breakable: true, identifier: { name: "switch_left" } };
  lowering.targets = [...lowering.targets, target];
  lowering.assign(target, lowering.boolean(false));
  const matches = groups.map((group) => group.tests.map((test) => match(lowering, discriminant, test)).reduce(or(lowering), lowering.boolean(false)));
  const simple = groups.every((group, index) => index === groups.length - 1 || !canCompleteGroup(group));
  const bodies = groups.map((group) => withoutFinalBreak(group.body));
  if (simple && bodies.every((body) => body.every((statement) => !jumpsOut(lowering, statement).has(target)))) {
    chain(lowering, groups, matches, bodies, node2);
  } else general(lowering, groups, matches, target, node2);
  lowering.environment.delete(target);
  lowering.targets = lowering.targets.filter((one2) => one2 !== target);
}
function chain(lowering, groups, matches, bodies, node2) {
  const fallback = groups.findIndex((group) => group.isDefault);
  const step = (index) => {
    if (index === groups.length) {
      if (fallback >= 0) lowerStatements(lowering, bodies[fallback]);
    } else if (index === fallback) step(index + 1);
    else branch(lowering, matches[index], () => {
      lowerStatements(lowering, bodies[index]);
      return [];
    }, () => {
      step(index + 1);
      return [];
    }, locationOf3(node2));
  };
  step(0);
}
function general(lowering, groups, matches, target, node2) {
  const falling = lowering.fresh("falling");
  lowering.assign(falling, lowering.boolean(false));
  const entered = [];
  let before = lowering.boolean(false);
  for (const match2 of matches) {
    entered.push(and(lowering, match2, negateCondition(lowering, before)));
    before = or(lowering)(before, match2);
  }
  const none2 = negateCondition(lowering, before);
  const jumps = /* @__PURE__ */ new Set([target, ...groups.flatMap((group) => group.body.flatMap((statement) => [...jumpsOut(lowering, statement)]))]);
  for (const [index, group] of groups.entries()) {
    const flag2 = lowering.environment.get(falling);
    if (!isValue(flag2)) throw new Error("the state of a switch is lost");
    const here = group.isDefault ? or(lowering)(entered[index], none2) : entered[index];
    const condition = and(lowering, or(lowering)(flag2, here), noneTaken(lowering, jumps));
    branch(lowering, condition, () => {
      lowering.assign(falling, lowering.boolean(true));
      lowerStatements(lowering, group.body);
      return [];
    }, () => [], locationOf3(node2));
  }
  lowering.environment.delete(falling);
}
function groupsOf(node2) {
  const groups = [];
  let tests = [];
  let isDefault = false;
  for (const [index, one2] of node2.cases.entries()) {
    if (one2.test) tests.push(one2.test);
    else isDefault = true;
    if (one2.consequent.length === 0 && index < node2.cases.length - 1) continue;
    groups.push({ tests, isDefault, body: one2.consequent });
    tests = [];
    isDefault = false;
  }
  return groups;
}
function match(lowering, discriminant, test) {
  const value = lowerExpression(lowering, test);
  if (value.type !== discriminant.type) throw new Refusal("PF303", test, "the case is of another kind than the switch", "Compare numbers with numbers.");
  return equals(lowering, discriminant, value, true, test);
}
function canCompleteGroup(group) {
  return group.body.every(canComplete);
}
function withoutFinalBreak(body) {
  const last2 = body.at(-1);
  if (last2?.type === "BreakStatement" && !last2.label) return body.slice(0, -1);
  if (last2?.type === "BlockStatement" && body.length === 1) return withoutFinalBreak(last2.body);
  return body;
}
function or(lowering) {
  return (left, right) => {
    const known2 = lowering.constants.get(left);
    if (known2 !== void 0) return known2 ? left : right;
    const other = lowering.constants.get(right);
    if (other !== void 0) return other ? right : left;
    return lowering.builder.or(left, right);
  };
}
function and(lowering, left, right) {
  const known2 = lowering.constants.get(left);
  if (known2 !== void 0) return known2 ? right : left;
  const other = lowering.constants.get(right);
  if (other !== void 0) return other ? left : right;
  return lowering.builder.and(left, right);
}

// ../../work/main/packages/babel-plugin/src/lower/statements.ts
function lowerStatements(lowering, list) {
  for (const [index, node2] of list.entries()) {
    const jumps = jumpsOut(lowering, node2);
    if (jumps.size === 0) {
      lowerStatement(lowering, node2);
      continue;
    }
    const rest = list.slice(index + 1);
    if (node2.type === "IfStatement") lowerIf(lowering, node2, rest, jumps);
    else {
      lowerStatement(lowering, node2);
      if (canComplete(node2)) unless(lowering, jumps, rest.length > 0, () => lowerStatements(lowering, rest));
    }
    return;
  }
}
function unless(lowering, jumps, needed, body) {
  if (!needed) return;
  branch(lowering, noneTaken(lowering, jumps), () => {
    body();
    return [];
  }, () => []);
}
function noneTaken(lowering, jumps) {
  let result2;
  for (const target of jumps) {
    const flag2 = lowering.environment.get(target);
    if (!isValue(flag2)) throw new Error(`no flag for ${target.identifier.name}`);
    const known2 = lowering.constants.get(flag2);
    if (known2 === false) continue;
    const not = negateCondition(lowering, flag2);
    if (known2 === true) return not;
    result2 = result2 ? lowering.builder.and(result2, not) : not;
  }
  return result2 ?? lowering.boolean(true);
}
function lowerStatement(lowering, node2, labels = []) {
  if (isLoop(node2)) return lowerLoop(lowering, node2, labels);
  switch (node2.type) {
    case "ExpressionStatement":
      return lowerEffect(lowering, node2.expression);
    case "VariableDeclaration":
      return lowerDeclaration(lowering, node2);
    case "BlockStatement":
      return lowerStatements(lowering, node2.body);
    case "IfStatement":
      return lowerIf(lowering, node2, [], /* @__PURE__ */ new Set());
    case "SwitchStatement":
      return lowerSwitch(lowering, node2, labels);
    case "LabeledStatement":
      return lowerLabeled(lowering, node2, labels);
    case "BreakStatement":
      return jump(lowering, node2, targetOf(lowering, "break", node2.label?.name));
    case "ContinueStatement":
      return jump(lowering, node2, targetOf(lowering, "continue", node2.label?.name));
    case "ReturnStatement":
      return lowerReturn(lowering, node2);
    case "EmptyStatement":
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return;
    case "ThrowStatement":
    case "TryStatement":
      throw new Refusal("PF304", node2, "exceptions are outside the language of regions", "Test for the error before or after the loop.");
    case "FunctionDeclaration":
      throw new Refusal("PF302", node2, `the function '${node2.id?.name}' is declared inside the loop`, "Move it to the top level of the module.");
    default:
      throw outside(node2, node2.type.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase());
  }
}
function lowerIf(lowering, node2, rest, jumps) {
  const thenCompletes = canComplete(node2.consequent);
  const elseCompletes = !node2.alternate || canComplete(node2.alternate);
  const bothComplete = thenCompletes && elseCompletes;
  const side = (statement, completes) => () => {
    if (statement) lowerStatements(lowering, [statement, ...completes && !bothComplete ? rest : []]);
    else if (!bothComplete) lowerStatements(lowering, rest);
    return [];
  };
  const condition = lowerCondition(lowering, node2.test);
  branch(lowering, condition, side(node2.consequent, thenCompletes), side(node2.alternate, elseCompletes), locationOf3(node2));
  if (bothComplete) unless(lowering, jumps, rest.length > 0, () => lowerStatements(lowering, rest));
}
function lowerDeclaration(lowering, node2) {
  if (node2.kind !== "let" && node2.kind !== "const" && node2.kind !== "var") throw outside(node2, `\`${node2.kind}\``);
  for (const { id, init } of node2.declarations) {
    if (id.type !== "Identifier") throw outside(id, "destructuring");
    const binding = lowering.binding(id);
    if (!binding) throw outside(id, `the declaration of '${id.name}'`);
    if (!init) {
      if (node2.kind !== "var") lowering.assign(binding, "undefined");
    } else if (binding.constant && isUsedAsArray(binding) && isPlace(lowering, init)) {
      lowering.assign(binding, { array: lowerArray(lowering, init) });
    } else lowering.assign(binding, lowerExpression(lowering, init));
  }
}
function isPlace(lowering, node2) {
  return unwrap(node2).type === "Identifier" || placeOf(lowering, node2) !== void 0;
}
function lowerLabeled(lowering, node2, labels) {
  const all3 = [...labels, node2.label.name];
  if (isLoop(node2.body) || node2.body.type === "LabeledStatement" || node2.body.type === "SwitchStatement") return lowerStatement(lowering, node2.body, all3);
  const target = { jump: "break", labels: all3, breakable: false, identifier: { name: `${node2.label.name}_left` } };
  lowering.targets = [...lowering.targets, target];
  lowering.assign(target, lowering.boolean(false));
  lowerStatements(lowering, [node2.body]);
  lowering.environment.delete(target);
  lowering.targets = lowering.targets.filter((one2) => one2 !== target);
}
function jump(lowering, node2, target) {
  if (!target) throw new Refusal("PF304", node2, "the loop is left to a label outside of it", "Set a flag, and test it after the loop.");
  lowering.assign(target, lowering.boolean(true));
}
function lowerReturn(lowering, node2) {
  const target = targetOf(lowering, "return");
  if (!target || !isReturnTarget(target)) {
    throw new Refusal("PF304", node2, "the loop returns from the function", "Store the result in a variable, leave the loop with break, and return after it.");
  }
  lowering.assign(target.result, node2.argument ? lowerExpression(lowering, node2.argument) : "undefined");
  lowering.assign(target, lowering.boolean(true));
}

// ../../work/main/packages/babel-plugin/src/lower/region.ts
var ROUNDS4 = 64;
function lowerRegion2(request) {
  const decisions = { materialised: /* @__PURE__ */ new Set(), wrapped: /* @__PURE__ */ new Set(), asWhile: /* @__PURE__ */ new Set(), presetResults: /* @__PURE__ */ new Map() };
  for (let round2 = 0; round2 < ROUNDS4; round2++) {
    try {
      return attempt(request, decisions);
    } catch (error) {
      if (error instanceof Refusal) return error.toDiagnostic();
      if (!(error instanceof Restart)) throw error;
    }
  }
  return new Refusal("PF300", request.statements[0], "the loop is too entangled to analyse", "Split it into smaller loops.").toDiagnostic();
}
function attempt(request, decisions) {
  const loops2 = /* @__PURE__ */ new Map();
  let free3 = request.firstFreeLoop;
  const loopIds = (node2) => {
    const own2 = request.ownLoop(node2);
    if (own2 === void 0) return free3++;
    loops2.set(own2, node2);
    return own2;
  };
  const lowering = new Lowering(
    request.babel,
    request.names,
    request.types,
    decisions,
    (self) => new LiveIns(self, request.where),
    loopIds,
    request.name
  );
  for (const binding of decisions.materialised) {
    lowering.assign(binding, lowering.liveIns.scalar({ root: binding, path: [] }, binding.identifier));
  }
  for (const statement of request.statements) refuseClosures(lowering, statement);
  lowerStatements(lowering, request.statements);
  const outputs = lowerOutputs(lowering, request);
  markObservedReads(lowering.region, lowering.observed, lowering.equalities);
  return {
    region: lowering.region,
    arrays: lowering.liveIns.arrays.map((one2) => one2.place),
    scalars: lowering.liveIns.scalars.map((one2) => one2.place),
    outputs,
    loops: loops2
  };
}
function lowerOutputs(lowering, request) {
  const outputs = [];
  for (const binding of assignedIn(lowering, request.statements)) {
    const needed = lowering.liveIns.scalars.some((one2) => one2.place.root === binding);
    if (request.where.scope.getBinding(binding.identifier.name) !== binding || !request.isLiveAfter(binding, needed)) continue;
    const slot = lowering.environment.get(binding);
    if (slot === void 0) continue;
    const value = isValue(slot) ? slot : readVariable(lowering, binding, binding.identifier);
    requireExact(lowering, value, request.statements[0], `'${binding.identifier.name}'`);
    lowering.observed.push(value);
    lowering.region.outputs.push({ name: binding.identifier.name, type: value.type });
    lowering.region.body.yields.push(value);
    outputs.push(binding);
  }
  return outputs;
}
function refuseClosures(lowering, statement) {
  walk(lowering.babel.types, statement, (node2) => {
    if (!isFunction(node2)) return;
    throw new Refusal("PF302", node2, "a function is created inside the loop and captures its variables", "Write the body of the function into the loop.");
  });
}

// ../../work/main/packages/babel-plugin/src/regions.ts
var parallelCodes = /* @__PURE__ */ new Set(["PF100", "PF101", "PF104"]);
function findRegions(context, path, name) {
  return new RegionFinder(context, path, name).find();
}
var RegionFinder = class {
  context;
  path;
  name;
  ids = /* @__PURE__ */ new Map();
  labels = /* @__PURE__ */ new Map();
  verdicts = /* @__PURE__ */ new Map();
  regions = [];
  /** `eval` or `with`: which variables a statement uses cannot be read off the source. */
  dynamic;
  constructor(context, path, name) {
    this.context = context;
    this.path = path;
    this.name = name;
    const { ids, labels } = this;
    let dynamic;
    path.traverse({
      CallExpression({ node: node2 }) {
        if (context.names.isGlobal(node2.callee, "eval")) dynamic = node2;
      },
      WithStatement({ node: node2 }) {
        dynamic = node2;
      }
    });
    this.dynamic = dynamic;
    path.traverse({
      Function(inner) {
        inner.skip();
      },
      Loop(inner) {
        ids.set(inner.node, ids.size);
        if (inner.parent.type === "LabeledStatement") labels.set(inner.node, inner.parent.label.name);
      }
    });
  }
  find() {
    const body = this.path.get("body");
    if (this.dynamic) this.refuseAll(this.dynamic);
    else if (body.isBlockStatement()) this.visitList(body.get("body"));
    const loops2 = [...this.ids].map(([node2, id]) => {
      const label = this.labels.get(node2);
      const diagnostic = this.verdicts.get(node2) ?? { code: "PF205", severity: "info", message: "no parallel loop inside", location: locationOf3(node2) };
      return { id, node: node2, ...label !== void 0 && { label }, diagnostic };
    });
    return { regions: this.regions, loops: loops2 };
  }
  refuseAll(dynamic) {
    const what = dynamic.type === "WithStatement" ? "with" : "eval";
    for (const node2 of this.ids.keys()) {
      this.verdicts.set(node2, new Refusal("PF300", dynamic, `\`${what}\` in the function may use any of its variables`, `Remove \`${what}\`.`).toDiagnostic());
    }
  }
  visitList(list) {
    for (let index = 0; index < list.length; index++) {
      const loop = loopOf(list[index].node);
      if (!loop) {
        this.visitInside(list[index]);
        continue;
      }
      const attempt3 = this.attempt([list[index]], loop);
      if (!attempt3 || attempt3.parallelLoops === 0) {
        this.visitInside(list[index]);
        continue;
      }
      const { end, best } = this.extend(list, index, attempt3);
      this.accept(list.slice(index, end + 1), best);
      index = end;
    }
  }
  /** Later loops of the list join the region if every loop that is parallel alone still is. */
  extend(list, start2, first) {
    let best = first;
    let end = start2;
    for (let next = start2 + 1; next < list.length; next++) {
      const loop = loopOf(list[next].node);
      if (!loop) {
        if (mayJoin(list[next].node)) continue;
        break;
      }
      const alone = this.attempt([list[next]], loop);
      if (!alone || alone.parallelLoops === 0) break;
      const joined = this.attempt(list.slice(start2, next + 1));
      if (!joined || joined.parallelLoops < best.parallelLoops + alone.parallelLoops) break;
      best = joined;
      end = next;
    }
    return { end, best };
  }
  accept(statements, attempt3) {
    this.regions.push({ statements, lowered: attempt3.lowered });
    this.record(attempt3);
  }
  record(attempt3) {
    for (const diagnostic of attempt3.verdicts) {
      const node2 = diagnostic.loop && attempt3.lowered.loops.get(diagnostic.loop.id);
      if (node2) this.verdicts.set(node2, diagnostic);
    }
  }
  /** Lowers and analyses; `loop` gets the reason if that fails. */
  attempt(statements, loop) {
    const { babel: babel2, names, types, compile } = this.context;
    const [first] = statements;
    const place2 = { statements, start: first.node.start ?? 0, end: statements[statements.length - 1].node.end ?? 0 };
    const lowered = lowerRegion2({
      babel: babel2,
      names,
      types,
      name: `${this.name}:${first.node.loc?.start.line ?? 0}`,
      statements: statements.map((statement) => statement.node),
      where: { scope: first.scope, start: place2.start, end: place2.end },
      isLiveAfter: (binding, needed) => isLiveAfter(place2, binding, needed),
      ownLoop: (node2) => this.ids.get(node2),
      firstFreeLoop: this.ids.size
    });
    if ("code" in lowered) {
      if (loop) this.verdicts.set(loop, lowered);
      return void 0;
    }
    const analysis = analyseRegion(lowered.region, compile);
    const attempt3 = {
      lowered,
      verdicts: analysis.diagnostics,
      parallelLoops: analysis.parallel ? analysis.diagnostics.filter(({ code, loop: loop2 }) => loop2 && parallelCodes.has(code)).length : 0
    };
    if (!analysis.parallel) {
      this.record(attempt3);
      const refused2 = analysis.diagnostics.find((diagnostic) => !diagnostic.loop);
      if (loop && refused2) this.verdicts.set(loopOf(loop) ?? loop, refused2);
    }
    return attempt3;
  }
  visitInside(path) {
    for (const list of statementLists(path)) this.visitList(list);
  }
};
function loopOf(node2) {
  if (node2.type === "LabeledStatement") return loopOf(node2.body);
  return isLoop(node2) ? node2 : void 0;
}
function mayJoin(node2) {
  return node2.type === "VariableDeclaration" || node2.type === "ExpressionStatement" || node2.type === "IfStatement" || node2.type === "EmptyStatement";
}
function statementLists(path) {
  if (path.isBlockStatement()) return [path.get("body")];
  if (path.isIfStatement()) {
    const alternate = path.get("alternate");
    return [path.get("consequent"), ...alternate.node ? [alternate] : []].map(asList).flat();
  }
  if (path.isLoop() || path.isLabeledStatement()) return asList(path.get("body"));
  if (path.isSwitchStatement()) return path.get("cases").map((one2) => one2.get("consequent"));
  if (path.isTryStatement()) {
    const blocks2 = [path.get("block")];
    const handler = path.get("handler");
    if (handler.isCatchClause()) blocks2.push(handler.get("body"));
    const finalizer = path.get("finalizer");
    if (finalizer.isBlockStatement()) blocks2.push(finalizer);
    return blocks2.flatMap(asList);
  }
  return [];
}
function asList(path) {
  return path.isBlockStatement() ? [path.get("body")] : [[path]];
}

// ../../work/main/packages/babel-plugin/src/rewrite/descriptor.ts
init_src();
function printDescriptor({ name, file, line, region: region3, compiled }) {
  const { descriptor, wasm, js } = compiled;
  const unknown = region3.arrays.some((array) => array.element === "num");
  const data = {
    ...descriptor,
    name,
    file,
    line,
    ...wasm && { wasm: toBase64(wasm) },
    ...unknown && { ir: printRegion(region3, { compact: true }) }
  };
  const entries = Object.entries(data).filter(([key2, value]) => key2 !== "js" && value !== void 0).map(([key2, value]) => `${key2}: ${literal2(value)}`);
  if (js !== void 0 && !descriptor.exact) entries.push(`js: ${js}`);
  return `{ ${entries.join(", ")} }`;
}
function literal2(value) {
  if (Array.isArray(value)) return `[${value.map(literal2).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value).filter(([, one2]) => one2 !== void 0).map(([key2, one2]) => `${key2}: ${literal2(one2)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}
function toBase64(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

// ../../work/main/packages/babel-plugin/src/rewrite/guard.ts
function editRegion(statements, lowered, compiled, handle, fresh) {
  const temporaries = [];
  const read2 = (place2) => {
    if (place2.path.length === 0) return place2.root.identifier.name;
    const name = fresh.take(`__pf_${place2.path[place2.path.length - 1]}`);
    temporaries.push(`const ${name} = ${[place2.root.identifier.name, ...place2.path].join("?.")};`);
    return name;
  };
  const arrays = lowered.arrays.map(read2);
  const scalars = lowered.scalars.map(read2);
  const hoisted = hoistedDeclarations(statements, lowered);
  const names = hoisted.flatMap((declaration) => declaration.declarations.map(({ id }) => id.type === "Identifier" ? id.name : ""));
  const container = statements[0];
  return {
    statements,
    hoisted,
    before: [...names.length > 0 ? [`let ${names.join(", ")};`] : [], ...temporaries].join(" "),
    condition: conditionOf(lowered, compiled, handle, arrays, scalars),
    writeBack: lowered.outputs.map((binding, index) => `${binding.identifier.name} = ${handle}.out[${index}];`).join(" "),
    needsBlock: !Array.isArray(container.container)
  };
}
function conditionOf(lowered, compiled, handle, arrays, scalars) {
  const { region: region3 } = lowered;
  const tests = [handle];
  const { sizeTest: sizeTest2 } = compiled;
  if (sizeTest2) {
    const lengths2 = sizeTest2.arrays.map((name) => arrays[region3.arrays.findIndex((one2) => one2.name === name)]);
    const numbers = sizeTest2.scalars.map((name) => scalars[region3.scalars.findIndex((one2) => one2.name === name)]);
    const expression2 = sizeTest2.expression.replace(/\$(\d+)(?=\.length)/g, (_, index) => lengths2[Number(index)]).replace(/%(\d+)/g, (_, index) => numbers[Number(index)]);
    const unknown = [...lengths2.map((name) => `!ArrayBuffer.isView(${name})`), ...numbers.map((name) => `typeof ${name} !== 'number'`)];
    const size = `${expression2} >= ${handle}.gate`;
    tests.push(unknown.length > 0 ? `(${[...unknown, size].join(" || ")})` : size);
  }
  tests.push(`${handle}.run(${[...arrays, ...scalars].join(", ")})`);
  return tests.join(" && ");
}
function hoistedDeclarations(statements, lowered) {
  const outputs = new Set(lowered.outputs.map((binding) => binding.identifier));
  return statements.flatMap(({ node: node2 }) => node2.type === "VariableDeclaration" && node2.kind !== "var" && node2.declarations.some(({ id }) => id.type === "Identifier" && outputs.has(id)) ? [node2] : []);
}

// ../../work/main/packages/babel-plugin/src/rewrite/names.ts
var FreshNames = class {
  used;
  given = /* @__PURE__ */ new Set();
  constructor(program) {
    const used2 = /* @__PURE__ */ new Set();
    program.traverse({
      Identifier(path) {
        used2.add(path.node.name);
      },
      JSXIdentifier(path) {
        used2.add(path.node.name);
      }
    });
    this.used = used2;
  }
  /** `base`, or `base` with as many underscores as it takes. */
  take(base) {
    let name = base;
    while (this.used.has(name) || this.given.has(name)) name += "_";
    this.given.add(name);
    return name;
  }
};

// ../../work/main/packages/babel-plugin/src/types/typescript.ts
function fromTypeNode(node2, names, depth = 0) {
  if (depth > 16) return unknownType;
  switch (node2.type) {
    case "TSNumberKeyword":
      return { kind: "number" };
    case "TSBooleanKeyword":
      return { kind: "boolean" };
    case "TSBigIntKeyword":
      return { kind: "bigint" };
    case "TSStringKeyword":
      return { kind: "unsupported", text: "string" };
    case "TSArrayType":
      return { kind: "unsupported", text: "array" };
    case "TSTupleType":
      return { kind: "unsupported", text: "tuple" };
    case "TSLiteralType":
      return fromLiteral(node2.literal);
    case "TSParenthesizedType":
      return fromTypeNode(node2.typeAnnotation, names, depth + 1);
    case "TSTypeOperator":
      return fromTypeNode(node2.typeAnnotation, names, depth + 1);
    case "TSUnionType":
      return unionOf(node2.types.map((one2) => fromTypeNode(one2, names, depth + 1)));
    case "TSTypeLiteral":
      return objectType(node2.members, names);
    case "TSTypeReference":
      return fromReference(node2, names, depth);
    default:
      return unknownType;
  }
}
function fromLiteral(node2) {
  switch (node2.type) {
    case "NumericLiteral":
      return { kind: "number" };
    case "BooleanLiteral":
      return { kind: "boolean" };
    case "BigIntLiteral":
      return { kind: "bigint" };
    case "StringLiteral":
    case "TemplateLiteral":
      return { kind: "unsupported", text: "string" };
    case "UnaryExpression":
      return fromLiteral(node2.argument);
    default:
      return unknownType;
  }
}
function fromReference(node2, names, depth) {
  if (node2.typeName.type !== "Identifier") return unknownType;
  const { name } = node2.typeName;
  const declared = declarationOf(name, names);
  if (declared) return declared.type === "TSTypeAliasDeclaration" ? fromTypeNode(declared.typeAnnotation, names, depth + 1) : objectType(declared.body.body, names);
  const element2 = elementOf(name);
  if (element2) return { kind: "array", element: element2 };
  if (name === "Array" || name === "ReadonlyArray") return { kind: "unsupported", text: "array" };
  if (name === "Readonly" || name === "Required") {
    const argument2 = typeArguments(node2)?.params[0];
    return argument2 ? fromTypeNode(argument2, names, depth + 1) : unknownType;
  }
  return unknownType;
}
function typeArguments(node2) {
  return node2.typeArguments ?? node2.typeParameters;
}
function objectType(members, names) {
  return {
    kind: "object",
    member: (name) => {
      for (const one2 of members) {
        if (one2.type !== "TSPropertySignature" || one2.computed || !one2.typeAnnotation || one2.typeAnnotation.type !== "TSTypeAnnotation") continue;
        const key2 = one2.key.type === "Identifier" ? one2.key.name : one2.key.type === "StringLiteral" ? one2.key.value : void 0;
        if (key2 === name) return fromTypeNode(one2.typeAnnotation.typeAnnotation, names);
      }
      return unknownType;
    }
  };
}
function declarationOf(name, names) {
  for (const statement of names.program.node.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if ((declaration?.type === "TSTypeAliasDeclaration" || declaration?.type === "TSInterfaceDeclaration") && declaration.id.name === name) return declaration;
  }
  return void 0;
}

// ../../work/main/packages/babel-plugin/src/types/annotations.ts
var TypeReader = class {
  names;
  known = /* @__PURE__ */ new Map();
  constructor(names) {
    this.names = names;
  }
  ofBinding(binding) {
    const known2 = this.known.get(binding);
    if (known2) return known2;
    this.known.set(binding, unknownType);
    const type = this.find(binding);
    this.known.set(binding, type);
    return type;
  }
  find(binding) {
    const annotated = this.annotated(binding);
    if (annotated) return annotated;
    const documented = jsdocType(binding);
    if (documented) return documented;
    const { node: node2 } = binding.path;
    if (binding.kind === "param") return this.fromDefault(binding);
    if (node2.type !== "VariableDeclarator" || !node2.init) return unknownType;
    if (node2.id === binding.identifier) return this.ofInitialiser(node2.init);
    return node2.id.type === "ObjectPattern" ? this.ofPattern(node2.id, binding, this.ofExpression(node2.init)) : unknownType;
  }
  annotated(binding) {
    const annotation = binding.identifier.typeAnnotation;
    if (annotation?.type === "TSTypeAnnotation") return fromTypeNode(annotation.typeAnnotation, this.names);
    const { node: node2 } = binding.path;
    const pattern = patternOf(node2, binding);
    if (pattern?.typeAnnotation?.type === "TSTypeAnnotation") {
      return this.ofPattern(pattern, binding, fromTypeNode(pattern.typeAnnotation.typeAnnotation, this.names));
    }
    return void 0;
  }
  ofPattern(pattern, binding, type) {
    for (const property of pattern.properties) {
      if (property.type !== "ObjectProperty" || property.computed || property.key.type !== "Identifier") continue;
      const value = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
      if (value !== binding.identifier) continue;
      if (type.kind === "object") return type.member(property.key.name);
      return property.value.type === "AssignmentPattern" ? this.ofExpression(property.value.right) : unknownType;
    }
    return unknownType;
  }
  fromDefault(binding) {
    const { node: node2 } = binding.path;
    if (node2.type === "AssignmentPattern" && node2.left === binding.identifier) return this.ofExpression(node2.right);
    if (isFunction(node2)) {
      for (const parameter of node2.params) {
        if (parameter.type === "AssignmentPattern" && parameter.left === binding.identifier) return this.ofExpression(parameter.right);
      }
    }
    return unknownType;
  }
  ofInitialiser(init) {
    return this.ofExpression(init);
  }
  ofExpression(expression2) {
    const node2 = unwrap(expression2);
    switch (node2.type) {
      case "NumericLiteral":
        return { kind: "number" };
      case "BooleanLiteral":
        return { kind: "boolean" };
      case "BigIntLiteral":
        return { kind: "bigint" };
      case "Identifier": {
        const binding = this.names.of(node2);
        return binding ? this.ofBinding(binding) : unknownType;
      }
      case "NewExpression":
        return this.constructed(node2.callee);
      case "UnaryExpression": {
        if (node2.operator === "!") return { kind: "boolean" };
        const operand2 = this.ofExpression(node2.argument);
        return operand2.kind === "bigint" || operand2.kind === "number" ? operand2 : unknownType;
      }
      case "BinaryExpression":
        return this.ofBinary(node2);
      case "ConditionalExpression":
        return unionOf([this.ofExpression(node2.consequent), this.ofExpression(node2.alternate)]);
      case "CallExpression":
        return this.called(node2);
      case "MemberExpression": {
        if (node2.computed || node2.property.type !== "Identifier") return this.ofElement(node2);
        const object = this.ofExpression(node2.object);
        if (object.kind === "object") return object.member(node2.property.name);
        return node2.property.name === "length" ? { kind: "number" } : unknownType;
      }
      default:
        return unknownType;
    }
  }
  ofElement(node2) {
    const object = this.ofExpression(node2.object);
    if (object.kind !== "array") return unknownType;
    return { kind: object.element === "i64" || object.element === "u64" ? "bigint" : "number" };
  }
  ofBinary(node2) {
    if (/^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(node2.operator)) return { kind: "boolean" };
    const left = this.ofExpression(node2.left);
    const right = this.ofExpression(node2.right);
    return left.kind === right.kind && (left.kind === "number" || left.kind === "bigint") ? left : unknownType;
  }
  constructed(callee) {
    const node2 = unwrap(callee);
    const element2 = node2.type === "Identifier" && this.names.isGlobal(node2, node2.name) ? elementOf(node2.name) : void 0;
    return element2 ? { kind: "array", element: element2 } : unknownType;
  }
  /** `Float64Array.from(…)`, `x.slice(…)`, `Math.max(…)`. */
  called(node2) {
    const callee = unwrap(node2.callee);
    if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return unknownType;
    const object = unwrap(callee.object);
    if (this.names.isGlobal(object, "Math")) return { kind: "number" };
    const { name } = callee.property;
    if (name === "from" || name === "of") return this.constructed(object);
    if (!["slice", "subarray", "map", "filter", "fill", "toSorted", "toReversed", "with", "sort", "reverse"].includes(name)) return unknownType;
    const type = this.ofExpression(object);
    return type.kind === "array" ? type : unknownType;
  }
};
function patternOf(node2, binding) {
  if (node2.type === "ObjectPattern") return node2;
  if (node2.type === "VariableDeclarator" && node2.id.type === "ObjectPattern") return node2.id;
  if (node2.type === "AssignmentPattern" && node2.left.type === "ObjectPattern") return node2.left;
  if (isFunction(node2) || binding.kind === "param") {
    const { parent } = binding.path;
    return parent.type === "ObjectPattern" ? parent : void 0;
  }
  return void 0;
}

// ../../work/main/packages/babel-plugin/src/module.ts
var INTERNAL = "parfor/internal";
function planModule(babel2, program, options) {
  const names = new Names2(program);
  const fresh = new FreshNames(program);
  const mode = options.mode ?? "marked";
  const marks = findMarks(names, mode);
  const exact2 = options.exact === true || mode === "infer";
  const context = { babel: babel2, names, types: new TypeReader(names), compile: { exact: exact2 } };
  const file = relative(options.root ?? process.cwd(), options.filename).replaceAll("\\", "/");
  const region3 = fresh.take("__pf_region");
  const make3 = fresh.take("__pf_make");
  const edits = [];
  const descriptors = [];
  const functions = [];
  const diagnostics = [];
  const constructions = /* @__PURE__ */ new Set();
  for (const marked of marks.functions) {
    const waiting = isWaiting(marked);
    if (waiting) {
      if (!marked.asked) continue;
      functions.push({ name: marked.name, file, line: lineOf(marked.path.node), verdict: "PF307", loops: [], regions: 0 });
      diagnostics.push(waiting);
      continue;
    }
    const found = findRegions(context, marked.path, marked.name);
    if (!marked.asked && found.loops.length === 0) continue;
    for (const { statements, lowered } of found.regions) {
      const compiled = compileRegion(lowered.region, context.compile);
      const handle = fresh.take(`__pf${descriptors.length}`);
      const line = lineOf(statements[0].node);
      descriptors.push(`var ${handle} = ${region3}(${printDescriptor({ name: lowered.region.name, file, line, region: lowered.region, compiled })})`);
      edits.push(editRegion(statements, lowered, compiled, handle, fresh));
    }
    if (options.results !== "copy") collectConstructions(names, marked.path, constructions);
    functions.push(reportOf(marked, found, file));
    diagnostics.push(...diagnosticsOf(marked, found, mode === "infer"));
  }
  if (options.arrays === "shared") collectConstructions(names, program, constructions);
  const plan = {
    regions: edits,
    constructions: [...constructions],
    make: make3,
    removals: marks.removals,
    header: headerOf(isModule(program, options), edits.length > 0 ? region3 : void 0, constructions.size > 0 ? make3 : void 0, descriptors),
    headerAfter: headerPlace(program)
  };
  return { plan, functions, diagnostics };
}
function isWaiting({ path, name }) {
  const { node: node2 } = path;
  if (!node2.async && !node2.generator) return void 0;
  return {
    code: "PF307",
    severity: "warning",
    location: locationOf3(node2),
    message: `'${name}' is ${node2.generator ? "a generator" : "an async function"}, which stays plain JavaScript`,
    cure: "Move the loops into a synchronous function, mark that, and call it from here."
  };
}
function reportOf({ path, name }, found, file) {
  const loops2 = found.loops.map(({ id, label, node: node2, diagnostic }) => ({
    id,
    ...label !== void 0 && { label },
    line: lineOf(node2),
    code: diagnostic.code,
    message: diagnostic.message
  }));
  return { name, file, line: lineOf(path.node), verdict: verdictOf(found), loops: loops2, regions: found.regions.length };
}
function verdictOf(found) {
  if (found.regions.length === 0) return "PF306";
  const codes2 = new Set(found.loops.map((loop) => loop.diagnostic.code));
  return codes2.has("PF103") ? "PF103" : codes2.has("PF101") ? "PF101" : "PF100";
}
function diagnosticsOf({ path, name, asked }, found, inferred) {
  const verdicts = found.loops.map(({ id, label, diagnostic }) => ({
    // Nobody asked for these functions: what is not parallel is no cause for a warning.
    ...diagnostic,
    ...inferred && { severity: "info" },
    loop: { id, ...label !== void 0 && { label } }
  }));
  if (found.regions.length > 0 || !asked) return verdicts;
  const message = found.loops.length === 0 ? `'${name}' has no loop` : `no loop of '${name}' runs in parallel`;
  return [...verdicts, { code: "PF306", severity: "warning", message, cure: "See what is said about its loops, or remove the mark.", location: locationOf3(path.node) }];
}
function collectConstructions(names, path, found) {
  path.traverse({
    NewExpression({ node: node2 }) {
      const { callee } = node2;
      if (callee.type !== "Identifier" || !elementOf(callee.name) || !names.isGlobal(callee, callee.name) || callee.extra?.parenthesized) return;
      found.add(node2);
    },
    Function(inner) {
      if (isFunction(inner.node) && inner.node.body.type === "BlockStatement" && inner.node.body.directives.some((directive) => directive.value.value === "use no parallel")) inner.skip();
    }
  });
}
function headerOf(imports, region3, make3, descriptors) {
  const names = [...region3 ? [["region", region3]] : [], ...make3 ? [["make", make3]] : []];
  if (names.length === 0) return "";
  const line = imports ? `import { ${names.map(([from, to]) => `${from} as ${to}`).join(", ")} } from '${INTERNAL}';` : `const { ${names.map(([from, to]) => `${from}: ${to}`).join(", ")} } = require('${INTERNAL}');`;
  return [line, ...descriptors.map((descriptor) => `${descriptor};`)].join("\n");
}
function isModule(program, { format, filename }) {
  if (format) return format === "module";
  if (/\.m[jt]sx?$/.test(filename)) return true;
  if (/\.c[jt]sx?$/.test(filename) || program.node.sourceType === "script") return false;
  return program.node.body.some((statement) => /^(?:Import|Export)/.test(statement.type)) || usesModuleSyntax(program);
}
function usesModuleSyntax(program) {
  let found = false;
  program.traverse({
    MetaProperty({ node: node2 }) {
      if (node2.meta.name === "import") found = true;
    },
    AwaitExpression(path) {
      if (!path.getFunctionParent()) found = true;
    }
  });
  return found;
}
function headerPlace(program) {
  const { body, directives } = program.node;
  return body.findLast((statement) => statement.type === "ImportDeclaration") ?? directives.at(-1);
}
function lineOf(node2) {
  return node2.loc?.start.line ?? 0;
}

// ../../work/main/packages/babel-plugin/src/rewrite/plan.ts
function isEmptyPlan(plan) {
  return plan.regions.length === 0 && plan.constructions.length === 0 && plan.removals.length === 0;
}

// ../../work/main/packages/babel-plugin/src/rewrite/text.ts
import MagicString from "magic-string";
function rewriteText(source, plan, filename) {
  const text = new MagicString(source);
  for (const construction of plan.constructions) rewriteConstruction(text, source, construction, plan.make);
  for (const region3 of plan.regions) rewriteRegion(text, region3);
  for (const removal of plan.removals) {
    if (removal.kind === "decorator") text.remove(startOf(removal.node), skipSpace(source, endOf(removal.node)));
    else {
      text.remove(startOf(removal.call), startOf(removal.argument));
      text.remove(endOf(removal.argument), endOf(removal.call));
      text.appendRight(startOf(removal.argument), "(");
      text.appendLeft(endOf(removal.argument), ")");
    }
  }
  if (plan.header !== "") {
    if (plan.headerAfter) text.appendLeft(endOf(plan.headerAfter), `
${plan.header}`);
    else text.appendLeft(hashbangEnd(source), `${plan.header}
`);
  }
  return { code: text.toString(), map: text.generateMap({ hires: "boundary", source: filename, includeContent: true }) };
}
function rewriteRegion(text, region3) {
  const first = region3.statements[0].node;
  const last2 = region3.statements[region3.statements.length - 1].node;
  for (const declaration of region3.hoisted) undeclare(text, declaration);
  const open = region3.needsBlock ? "{ " : "";
  const before = region3.before === "" ? "" : `${region3.before} `;
  const writeBack = region3.writeBack === "" ? "" : `${region3.writeBack} `;
  text.appendRight(startOf(first), `${open}${before}if (${region3.condition}) { ${writeBack}} else { `);
  text.appendLeft(endOf(last2), region3.needsBlock ? " } }" : " }");
}
function undeclare(text, declaration) {
  text.remove(startOf(declaration), startOf(declaration.declarations[0].id));
  for (const { id, init } of declaration.declarations) {
    if (id.type === "Identifier" && id.typeAnnotation) text.remove(startOf(id.typeAnnotation), endOf(id.typeAnnotation));
    if (!init) text.appendLeft(endOf(id), " = undefined");
  }
}
function rewriteConstruction(text, source, node2, make3) {
  const name = source.slice(startOf(node2.callee), endOf(node2.callee));
  const parenthesis = findParenthesis(source, node2);
  if (parenthesis === void 0) {
    text.overwrite(startOf(node2), endOf(node2), `${make3}(${name})`);
    return;
  }
  text.overwrite(startOf(node2), parenthesis + 1, `${make3}(${name}${node2.arguments.length > 0 ? ", " : ""}`);
}
function findParenthesis(source, node2) {
  const end = endOf(node2);
  if (source[end - 1] !== ")") return void 0;
  const type = node2.typeArguments ?? node2.typeParameters;
  let at = type ? endOf(type) : endOf(node2.callee);
  while (at < end && source[at] !== "(") {
    const comment = /^(?:\/\*[^]*?\*\/|\/\/[^\n]*)/.exec(source.slice(at, end));
    at += comment ? comment[0].length : 1;
  }
  return at < end ? at : void 0;
}
function skipSpace(source, at) {
  let end = at;
  while (/\s/.test(source[end] ?? "")) end++;
  return end;
}
function hashbangEnd(source) {
  return source.startsWith("#!") ? source.indexOf("\n") + 1 : 0;
}
function startOf(node2) {
  return node2.start ?? 0;
}
function endOf(node2) {
  return node2.end ?? 0;
}

// ../../work/main/packages/babel-plugin/src/compile.ts
function compileModule(babel2, source, options) {
  if (!mayBeMarked(source, options.mode, options.arrays)) return { functions: [], diagnostics: [] };
  const program = programOf(babel2, parseSource(babel2, source, options.filename));
  const { plan, functions, diagnostics } = planModule(babel2, program, options);
  if (isEmptyPlan(plan)) return { functions, diagnostics };
  return { ...rewriteText(source, plan, options.filename), functions, diagnostics };
}
function parseSource(babel2, source, filename) {
  try {
    return parseWith(babel2, source, filename, ["decorators", { version: "2023-11" }]);
  } catch (error) {
    if (!source.includes("@")) throw error;
    try {
      return parseWith(babel2, source, filename, "decorators-legacy");
    } catch {
      throw error;
    }
  }
}
function parseWith(babel2, source, filename, decorators) {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename);
  const plugins = [decorators, ...isTypeScript ? ["typescript"] : [], ...!isTypeScript || filename.endsWith("x") ? ["jsx"] : []];
  const sourceType = /\.c[jt]s$/.test(filename) ? "script" : /\.m[jt]s$/.test(filename) ? "module" : "unambiguous";
  const file = babel2.parseSync(source, {
    filename,
    configFile: false,
    babelrc: false,
    browserslistConfigFile: false,
    sourceType,
    parserOpts: { plugins, allowReturnOutsideFunction: sourceType !== "module", attachComment: true }
  });
  if (file?.type !== "File") throw new Error(`${filename} could not be parsed`);
  return file;
}
function programOf(babel2, file) {
  let program;
  babel2.traverse(file, {
    Program(path) {
      program = path;
      path.skip();
    }
  });
  if (!program) throw new Error("a file without a program");
  return program;
}

// ../../work/main/packages/babel-plugin/src/strip.ts
import { transformSync } from "@babel/core";
import jsx from "@babel/plugin-transform-react-jsx";
import typescript from "@babel/plugin-transform-typescript";

// ../../work/main/packages/compiler/src/math/references.ts
init_builder();
init_vocabulary();
init_emit();
function mathReferences() {
  return Object.fromEntries(mathFunctions.map((name) => {
    const byArity = [];
    const arity = mathArities[name];
    if (arity !== "any") return [name, (x, y) => (byArity[arity] ??= reference2(name, arity))(x, y)];
    return [name, (...parameters) => (byArity[parameters.length] ??= reference2(name, parameters.length))(...parameters)];
  }));
}
function reference2(callee, arity) {
  const region3 = emptyRegion(callee);
  const builder = new Builder(region3, region3.body);
  const parameters = Array.from({ length: arity }, (_, index) => builder.value("f64", `x${index}`));
  region3.scalars = parameters.map((value) => ({ value, name: value.name }));
  region3.outputs = [{ name: "result", type: "f64" }];
  region3.body.yields = [builder.call(callee, parameters)];
  const names = parameters.map((value) => value.name);
  const body = `const kernel = ${emitJavaScript(region3)}
const out = [0]
return (${names.join(", ")}) => { kernel(${[...names, "out"].join(", ")}); return out[0] }`;
  return new Function(body)();
}

// ../../work/main/e2e/differential/src/evaluate.ts
import { createRequire } from "node:module";
import { transformSync as transformSync2 } from "esbuild";

// ../../work/main/packages/runtime/src/internal.ts
var internal_exports = {};
__export(internal_exports, {
  addReportSource: () => addReportSource2,
  environment: () => environment2,
  make: () => make2,
  noteFunctions: () => noteFunctions2,
  region: () => region2
});
var region2 = runtime.region;
var make2 = runtime.make;
var { noteFunctions: noteFunctions2, addReportSource: addReportSource2, environment: environment2 } = runtime;

// ../../work/main/e2e/differential/src/evaluate.ts
var require2 = createRequire(import.meta.url);
function evaluateModule(code, attempts) {
  const module = { exports: {} };
  const watched = {
    ...internal_exports,
    region: (descriptor) => {
      const handle = region2(descriptor);
      if (!handle) throw new Error("the plugin and the runtime differ in version");
      let tested = false;
      return {
        get gate() {
          attempts(descriptor.line).push(false);
          tested = true;
          return handle.gate;
        },
        get out() {
          return handle.out;
        },
        run: (...values2) => {
          const list = attempts(descriptor.line);
          const ran = handle.run(...values2);
          if (tested) list.pop();
          tested = false;
          list.push(ran);
          return ran;
        }
      };
    }
  };
  const load = (name) => name === "parfor/internal" ? watched : name === "parfor" ? src_exports2 : require2(name);
  new Function("require", "module", "exports", transformSync2(code, { loader: "ts", format: "cjs", target: "es2022" }).code)(load, module, module.exports);
  return module.exports;
}
var variants = [
  { name: "js", backend: "js", threads: 1 },
  { name: "wasm, 1 thread", backend: "wasm1", threads: 1 },
  { name: "wasm, 2 threads", backend: "wasm", threads: 2 },
  { name: "wasm, 3 threads", backend: "wasm", threads: 3 },
  { name: "wasm, 7 threads", backend: "wasm", threads: 7 }
];

// ../../work/main/e2e/differential/src/data.ts
init_program();
var constructorOf = (element2) => globalThis[constructorNames[element2]];
var lengths = [0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 100, 129, 1e3];
var longLengths = [2047, 2048, 2049, 4096, 4500, 9e3];
var specials = [NaN, -0, 0, Infinity, -Infinity, 5e-324, -1e-310, 2147483648, -2147483649, 42949672965e-1, 0.5, 1.5, 2.5, -0.5, 1e300, 255.5];
function fill(array, random, mode) {
  for (let i = 0; i < array.length; i++) {
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
      array[i] = random.chance(0.2) ? random.pick([0n, -1n, 0x7fffffffffffffffn, -0x8000000000000000n, 1n]) : BigInt(Math.floor((random.next() - 0.5) * 2 ** 53)) * BigInt(random.below(2048));
    } else {
      array[i] = mode === "integers" ? random.below(41) - 20 : mode === "special" && random.chance(0.15) ? random.pick(specials) : (random.next() - 0.5) * random.pick([1, 10, 300]);
    }
  }
}
function overlap(first, second, length2, random) {
  const A = constructorOf(first.element), B = constructorOf(second.element);
  const buffer2 = new ArrayBuffer((length2 + 8) * 8);
  const shift2 = random.pick([0, 0, 8, 16, 8 * Math.max(1, length2 >> 1)]);
  const count3 = Math.max(0, Math.min(length2, Math.floor((buffer2.byteLength - shift2) / B.BYTES_PER_ELEMENT)));
  return [new A(buffer2, 0, length2), new B(buffer2, shift2, count3)];
}
function makeInputs(program, seed2) {
  const random = new Random(seed2);
  const common = random.chance(0.25) ? random.pick(longLengths) : random.pick(lengths);
  const mode = random.pick(["integers", "uniform", "special"]);
  const arrays = program.arrays.map((parameter) => {
    const length2 = random.chance(0.92) ? common : random.pick(lengths);
    const A = constructorOf(parameter.element);
    return random.chance(0.2) ? new A(new ArrayBuffer((length2 + 1) * A.BYTES_PER_ELEMENT), A.BYTES_PER_ELEMENT, length2) : new A(length2);
  });
  let aliased = "";
  if (arrays.length >= 2 && random.chance(0.15)) {
    const [p, q] = [0, 1 + random.below(arrays.length - 1)];
    if (random.chance(0.4) && program.arrays[p].element === program.arrays[q].element) arrays[q] = arrays[p];
    else [arrays[p], arrays[q]] = overlap(program.arrays[p], program.arrays[q], common, random);
    aliased = `, ${program.arrays[p].name} and ${program.arrays[q].name} overlap`;
  }
  for (const array of arrays) fill(array, random, mode);
  const scalars = program.scalars.map((scalar) => scalar.integer ? random.chance(0.8) ? common : random.pick([0, 1, 3, 10, -1, 2.5, NaN]) : random.chance(0.3) ? random.pick([0, -0, 1, NaN, Infinity, -1.5, 1e-300]) : (random.next() - 0.5) * 8);
  return { arrays, scalars, description: `lengths ${arrays.map((a) => a.length).join(",")}, ${mode} values, scalars ${scalars.join(",")}${aliased}` };
}
function copyInputs(inputs2) {
  const buffers = /* @__PURE__ */ new Map();
  const views3 = /* @__PURE__ */ new Map();
  const arrays = inputs2.arrays.map((array) => {
    const known2 = views3.get(array);
    if (known2) return known2;
    const buffer2 = buffers.get(array.buffer) ?? array.buffer.slice(0);
    buffers.set(array.buffer, buffer2);
    const copy = new array.constructor(buffer2, array.byteOffset, array.length);
    views3.set(array, copy);
    return copy;
  });
  return { ...inputs2, arrays };
}

// ../../work/main/e2e/differential/src/harness.ts
init_print2();

// ../../work/main/e2e/differential/src/shape.ts
function plainShape(initial) {
  let value = initial;
  return { enter: () => value, leave: (_, next) => {
    value = next;
  }, finish: () => value };
}
function blockShape(operator, initial, trips, block) {
  if (trips <= block) return plainShape(initial);
  const combine2 = (a, b) => operator === "+" ? a + b : a * b;
  const identity3 = operator === "+" ? -0 : 1;
  const blocks2 = Array.from({ length: Math.ceil(trips / block) }, () => Array(8).fill(identity3));
  const lanes = (a) => combine2(combine2(combine2(a[0], a[4]), combine2(a[2], a[6])), combine2(combine2(a[1], a[5]), combine2(a[3], a[7])));
  const tree = (from, count3) => {
    if (count3 === 1) return lanes(blocks2[from]);
    let half = 1;
    while (half * 2 < count3) half *= 2;
    return combine2(tree(from, half), tree(from + half, count3 - half));
  };
  return {
    enter: (trip) => blocks2[Math.floor(trip / block)][trip % 8],
    leave: (trip, value) => {
      blocks2[Math.floor(trip / block)][trip % 8] = value;
    },
    finish: () => combine2(initial, tree(0, blocks2.length))
  };
}

// ../../work/main/e2e/differential/src/harness.ts
var parallelCodes2 = /* @__PURE__ */ new Set(["PF100", "PF101", "PF103", "PF104"]);
var references = Object.assign(/* @__PURE__ */ Object.create(null), Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, Math[name]])), mathReferences());
var Subject = class {
  source;
  code;
  loops;
  /** Line of each region, and for each attempt to run it in the last call, whether the kernel did. */
  ran = /* @__PURE__ */ new Map();
  compiled;
  oracle;
  constructor(program) {
    this.source = printProgram(program, { oracle: false });
    const result2 = compileModule(babel, this.source, { filename: "/fuzz/program.ts", mode: "marked" });
    this.code = result2.code ?? this.source;
    this.loops = result2.functions.flatMap((one2) => one2.loops);
    this.compiled = evaluateModule(this.code, (line) => {
      const list = this.ran.get(line) ?? [];
      this.ran.set(line, list);
      return list;
    }).f;
    const text = printProgram(program, { oracle: true });
    this.oracle = (kernels) => new Function("kernels", text)(kernels);
  }
  regionOf(loop) {
    return Math.max(...[...this.ran.keys()].filter((one2) => one2 <= loop.line));
  }
  /** What the oracle asks for at the start of each loop. The first loop of a region takes the outcome of the next attempt to run it, its other loops go with it. */
  follow() {
    const next = /* @__PURE__ */ new Map();
    const kernelRan = (label) => {
      const loop = this.loops.find((one2) => one2.label === label);
      if (!loop || !parallelCodes2.has(loop.code)) return false;
      const region3 = this.regionOf(loop);
      return this.ran.get(region3)?.[(next.get(region3) ?? 0) - 1] === true;
    };
    const enter = (label, outer) => {
      if (outer === references) return outer;
      const loop = this.loops.find((one2) => one2.label === label);
      if (!loop || !parallelCodes2.has(loop.code)) return outer;
      const region3 = this.regionOf(loop);
      const first = this.loops.find((one2) => parallelCodes2.has(one2.code) && this.regionOf(one2) === region3);
      if (first === loop) next.set(region3, (next.get(region3) ?? 0) + 1);
      return kernelRan(label) ? references : outer;
    };
    return { enter, kernelRan };
  }
  get parallelRuns() {
    return [...this.ran.values()].flat().includes(true);
  }
  /** The first difference from the oracle for these inputs, on all back ends. */
  check(inputs2, shared) {
    for (const variant of variants) {
      this.ran.clear();
      const actual = copyInputs(inputs2);
      if (shared) actual.arrays = actual.arrays.map((array) => sharedCopy(array));
      let got;
      try {
        got = withOptions2(this.compiled, { backend: variant.backend, threads: variant.threads })(...actual.arrays, ...actual.scalars);
      } catch (error) {
        got = error;
      }
      const expected = copyInputs(inputs2);
      const { enter, kernelRan } = this.follow();
      const kernels = {
        enter,
        shape: (label, operator, initial, trips, block) => kernelRan(label) ? blockShape(operator, initial, trips, block) : plainShape(initial)
      };
      let wanted;
      try {
        wanted = this.oracle(kernels)(...expected.arrays, ...expected.scalars);
      } catch (error) {
        wanted = error;
      }
      const what = compareResults(got, wanted) ?? compareArrays(actual.arrays, expected.arrays);
      if (shared) for (const array of new Set(actual.arrays)) free2(array);
      if (what) return { variant: variant.name + (shared ? ", shared arrays" : ""), what, inputs: inputs2.description };
    }
    return void 0;
  }
};
function sharedCopy(array) {
  const copy = alloc2(array.constructor, array.length);
  copy.set(array);
  return copy;
}
function compareResults(got, wanted) {
  if (got instanceof Error || wanted instanceof Error) {
    const text = (value) => value instanceof Error ? `${value.name}: ${value.message}` : "returned";
    return got instanceof Error && wanted instanceof Error && got.name === wanted.name ? void 0 : `${text(got)} instead of ${text(wanted)}`;
  }
  const a = got, b = wanted;
  for (let k = 0; k < b.length; k++) if (!Object.is(a[k], b[k])) return `result ${k} is ${show(a[k])} instead of ${show(b[k])}`;
  return void 0;
}
function compareArrays(got, wanted) {
  for (let k = 0; k < wanted.length; k++) {
    const a = got[k], b = wanted[k];
    for (let i = 0; i < b.length; i++) if (!Object.is(a[i], b[i])) return `a${k}[${i}] is ${show(a[i])} instead of ${show(b[i])}`;
  }
  return void 0;
}
var show = (value) => Object.is(value, -0) ? "-0" : String(value);
function checkProgram(program, seed2, count3) {
  const subject = new Subject(program);
  let ran = false;
  for (let k = 0; k < count3; k++) {
    const inputs2 = makeInputs(program, seed2 * 31 + k);
    const own2 = new Set(inputs2.arrays.map((array) => array.buffer)).size === inputs2.arrays.length;
    const difference = subject.check(inputs2, own2 && k % 2 === 1);
    ran ||= subject.parallelRuns;
    if (difference) return { difference, subject, ran };
  }
  return { subject, ran };
}

// ../../work/main/e2e/differential/src/shrink.ts
function* smaller(program) {
  for (const body of smallerLists(program.body)) yield { ...program, body };
  for (let k = 0; k < program.results.length; k++) if (program.results.length > 1) yield { ...program, results: program.results.filter((_, i) => i !== k) };
  if (program.mark !== "comment") yield { ...program, mark: "comment" };
  for (let k = 0; k < program.arrays.length; k++) {
    const change = (part) => ({ ...program, arrays: program.arrays.map((a, i) => i === k ? { ...a, ...part } : a) });
    if (!program.arrays[k].annotated) yield change({ annotated: true });
    if (program.arrays[k].element !== "f64") yield change({ element: "f64" });
  }
}
function* smallerLists(list) {
  for (let k = 0; k < list.length; k++) {
    yield list.filter((_, i) => i !== k);
    for (const one2 of smallerStatements(list[k])) yield [...list.slice(0, k), ...one2, ...list.slice(k + 1)];
  }
}
function* smallerStatements(s) {
  switch (s.kind) {
    case "declare":
    case "assign":
      for (const value of smallerExpressions(s.value)) yield [{ ...s, value }];
      return;
    case "store":
      if (s.operator !== "=") yield [{ ...s, operator: "=" }];
      for (const value of smallerExpressions(s.value)) yield [{ ...s, value }];
      for (const index of smallerExpressions(s.index)) yield [{ ...s, index }];
      return;
    case "if":
      yield s.yes;
      if (s.no.length > 0) {
        yield s.no;
        yield [{ ...s, no: [] }];
      }
      for (const yes of smallerLists(s.yes)) yield [{ ...s, yes }];
      for (const no of smallerLists(s.no)) yield [{ ...s, no }];
      for (const test of smallerExpressions(s.test)) yield [{ ...s, test }];
      return;
    case "switch":
      for (const one2 of s.cases) yield one2.body;
      return;
    case "for":
      for (const body of smallerLists(s.body)) yield [{ ...s, body }];
      if (s.from.kind !== "number" || s.from.value !== 0) yield [{ ...s, from: { kind: "number", value: 0 }, relation: "<", step: 1 }];
      for (const to of smallerExpressions(s.to)) if (to.kind !== "number") yield [{ ...s, to }];
      return;
    case "while":
      if (s.limit > 1) yield [{ ...s, limit: 1 }];
      if (s.post) yield [{ ...s, post: false }];
      for (const body of smallerLists(s.body)) yield [{ ...s, body }];
      for (const test of smallerExpressions(s.test)) yield [{ ...s, test }];
      return;
    default:
  }
}
function* smallerExpressions(e) {
  const parts = (list) => list;
  switch (e.kind) {
    case "number":
      if (e.value !== 1) yield { kind: "number", value: 1 };
      return;
    case "unary":
      yield e.operand;
      for (const operand2 of smallerExpressions(e.operand)) yield { ...e, operand: operand2 };
      return;
    case "binary":
      yield* parts([e.left, e.right]);
      for (const left of smallerExpressions(e.left)) yield { ...e, left };
      for (const right of smallerExpressions(e.right)) yield { ...e, right };
      return;
    case "conditional":
      yield* parts([e.yes, e.no]);
      for (const test of smallerExpressions(e.test)) yield { ...e, test };
      for (const yes of smallerExpressions(e.yes)) yield { ...e, yes };
      for (const no of smallerExpressions(e.no)) yield { ...e, no };
      return;
    case "math":
    case "helper":
      yield* parts(e.arguments);
      for (let k = 0; k < e.arguments.length; k++) for (const one2 of smallerExpressions(e.arguments[k])) yield { ...e, arguments: e.arguments.map((x, i) => i === k ? one2 : x) };
      return;
    case "read":
      for (const index of smallerExpressions(e.index)) yield { ...e, index };
      yield { kind: "number", value: 1 };
      return;
    case "variable":
      yield { kind: "number", value: 1 };
      return;
    default:
  }
}
function shrink(program, fails, budget = 600) {
  let best = program;
  let tried = 0;
  for (let progress = true; progress && tried < budget; ) {
    progress = false;
    for (const candidate2 of smaller(best)) {
      if (++tried > budget) break;
      let failed2 = false;
      try {
        failed2 = fails(candidate2);
      } catch {
        failed2 = false;
      }
      if (failed2) {
        best = candidate2;
        progress = true;
        break;
      }
    }
  }
  return best;
}

// ../../work/main/e2e/differential/src/main.ts
var { values } = parseArgs({ options: { count: { type: "string", default: "1000" }, seed: { type: "string" }, inputs: { type: "string", default: "3" }, show: { type: "boolean" }, "no-shrink": { type: "boolean" }, json: { type: "boolean" } } });
function natural(name, value) {
  const n = Number(value);
  if (Number.isInteger(n) && n >= 0) return n;
  console.error(`--${name} ${value} is not a whole number. Give one such as --${name} 1000.`);
  process.exit(2);
}
var count2 = natural("count", values.count);
var seed = values.seed === void 0 ? Date.now() % 2 ** 31 : natural("seed", values.seed);
var inputs = natural("inputs", values.inputs);
console.warn = () => void 0;
await ready2();
var parallel2 = 0;
var parallelLoops = 0;
var loops = 0;
var failures = [];
var start = performance.now();
var reported = start;
function attempt2(program, programSeed) {
  const result2 = checkProgram(program, programSeed, inputs);
  return result2.difference;
}
for (let k = 0; k < count2 && failures.length < 20; k++) {
  const program = generateProgram(seed + k);
  try {
    const { difference, subject, ran } = checkProgram(program, seed + k, inputs);
    if (ran) parallel2++;
    loops += subject.loops.length;
    parallelLoops += subject.loops.filter((one2) => /^PF10/.test(one2.code)).length;
    if (values.show) console.log(subject.source, subject.loops);
    if (difference) {
      const small = values["no-shrink"] ? program : shrink(program, (candidate2) => attempt2(candidate2, seed + k) !== void 0);
      const last2 = checkProgram(small, seed + k, inputs);
      failures.push({ seed: seed + k, difference: last2.difference ?? difference, source: last2.subject.source });
    }
  } catch (error) {
    const fails = (candidate2) => {
      try {
        attempt2(candidate2, seed + k);
        return false;
      } catch (other) {
        return String(other).slice(0, 40) === String(error).slice(0, 40);
      }
    };
    const { printProgram: printProgram2 } = await Promise.resolve().then(() => (init_print2(), print_exports));
    failures.push({ seed: seed + k, difference: { variant: "compiler", what: String(error.stack).slice(0, 1500), inputs: "" }, source: printProgram2(values["no-shrink"] ? program : shrink(program, fails, 300), { oracle: false }) });
  }
  if (!values.json && performance.now() - reported > 2e3) {
    reported = performance.now();
    process.stderr.write(`${k + 1} of ${count2} programs, ${failures.length} differences
`);
  }
}
for (const { seed: failed2, difference, source } of failures) {
  console.log(`
--- seed ${failed2}: ${difference.variant}: ${difference.what}
    ${difference.inputs}
${source}`);
}
var summary = { seed, programs: count2, differences: failures.length, parallelPrograms: parallel2, loops, parallelLoops, seconds: Math.round((performance.now() - start) / 1e3) };
console.log(values.json ? JSON.stringify(summary) : `
${count2} programs from seed ${seed}: ${failures.length} differences; ${parallel2} ran in a kernel, ${parallelLoops} of ${loops} loops parallel; ${summary.seconds} s`);
process.exit(failures.length === 0 ? 0 : 1);
