//! What the program is built from: licences that fit its own, and no network code.

use std::process::Command;

const FITTING: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Unicode-3.0",
    "Zlib",
    "Unlicense",
    "CC0-1.0",
    "MIT-0",
    "BSL-1.0",
    "Apache-2.0 WITH LLVM-exception",
    "MPL-2.0",
];
const NETWORK: &[&str] = &["reqwest", "hyper", "ureq", "curl", "tokio", "async-std", "openssl-sys", "native-tls", "rustls", "socket2"];

#[test]
fn every_dependency_has_a_fitting_licence_and_none_opens_a_socket() {
    let version = Command::new(env!("CARGO")).arg("-vV").output().expect("cargo runs").stdout;
    let version = String::from_utf8_lossy(&version);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    // Packages for other systems are not on this machine.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().expect("a list") {
        let (name, licence) = (package["name"].as_str().unwrap_or(""), package["license"].as_str().unwrap_or(""));
        let licence_fits = licence
            .replace('/', " OR ")
            .split(" OR ")
            .any(|choice| choice.split(" AND ").all(|part| FITTING.contains(&part.trim().trim_matches(['(', ')']))));
        if !licence_fits {
            wrong.push(format!("{name}: {licence}"));
        }
        if NETWORK.contains(&name) {
            wrong.push(format!("{name} is network code"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
