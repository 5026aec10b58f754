//! Compiles the contract in `proto/` with a compiler that is a library: nothing to install.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let proto = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto").canonicalize()?;
    // The generator prints nothing of the sort, and a new or removed file must count too.
    println!("cargo:rerun-if-changed={}", proto.display());

    let mut files: Vec<PathBuf> = fs::read_dir(proto.join("entente/v1"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();

    let all = compile(&proto, &files)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("all.bin"), all.encode_file_descriptor_set())?;
    // What a service tells of itself is what it serves.
    for (name, files) in
        [("ingest", ["ingest", "log", "error_reason"]), ("query", ["query", "event", "error_reason"])]
    {
        let files = files.map(|file| proto.join(format!("entente/v1/{file}.proto")));
        fs::write(out.join(format!("{name}.bin")), compile(&proto, &files)?.encode_file_descriptor_set())?;
    }
    tonic_prost_build::configure().out_dir(&out).compile_fds(all.file_descriptor_set())?;
    Ok(())
}

fn compile(proto: &Path, files: &[PathBuf]) -> Result<protox::Compiler, protox::Error> {
    let mut compiler = protox::Compiler::new([proto])?;
    // Comments are what users of reflection read.
    compiler.include_source_info(true).include_imports(true).open_files(files)?;
    Ok(compiler)
}
