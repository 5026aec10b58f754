// Decodes the details of an error: `buf curl` prints them as bytes. Their types come from the server's own reflection, so
// that this also shows that any client can read them.
//
// usage: details.mjs BUF SERVER <what buf curl printed for the error
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [buf, server] = process.argv.slice(2);
const run = (args, input) => execFileSync(buf, args, { input, encoding: "buffer" });

function reflect(question) {
  const url = `http://${server}/grpc.reflection.v1.ServerReflection/ServerReflectionInfo`;
  const answer = run(["curl", "--protocol", "grpc", "--http2-prior-knowledge", "--data", JSON.stringify(question), url]);
  return JSON.parse(answer).fileDescriptorResponse.fileDescriptorProto.map((file) => Buffer.from(file, "base64"));
}

// A FileDescriptorSet is its files, each as field 1 with its length before it.
function set(files) {
  const length = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...length(n >> 7)]);
  return Buffer.concat(files.flatMap((file) => [Buffer.from([10, ...length(file.length)]), file]));
}

const error = JSON.parse(readFileSync(0, "utf8"));
const folder = mkdtempSync(join(tmpdir(), "details-"));
try {
  for (const { type, value } of error.details) {
    const files = [...reflect({ fileByFilename: "google/protobuf/duration.proto" }), ...reflect({ fileContainingSymbol: type })];
    const schema = join(folder, "schema.binpb");
    writeFileSync(schema, set(files));
    const json = run(["convert", schema, "--type", type, "--from", "-#format=binpb", "--to", "-#format=json"], Buffer.from(value, "base64"));
    console.log(`${error.code} ${type} ${json.toString().trim()}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
