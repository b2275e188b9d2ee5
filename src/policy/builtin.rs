//! The packs that ship with the program, compiled when it is built.

use super::pack::Pack;

/// Returns all shipped packs, in the order of their files' names.
///
/// # Panics
/// Never in a program that was built: the build script wrote what is read here.
pub fn packs() -> Vec<Pack> {
    postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/packs.bin"))).expect("the build script wrote these packs")
}
