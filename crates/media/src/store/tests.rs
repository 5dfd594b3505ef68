//! What is kept is there whole, what is dropped is gone, and a name is nothing but a name.

use std::io::{ErrorKind, Read};

use super::{Disk, Name, Store};

#[test]
fn kept_read_and_dropped() {
    let root = std::env::temp_dir().join(format!("hearth-media-{}", Name::new().as_str()));
    let disk = Disk::new(&root);
    let name = Name::new();
    disk.put(&name, b"another").unwrap();
    disk.put(&name, b"a picture").unwrap();
    assert_ne!(name, Name::new());
    let mut read = Vec::new();
    disk.open(&name).unwrap().read_to_end(&mut read).unwrap();
    assert_eq!(read, b"a picture");
    let folder = root.join(&name.as_str()[..2]).join(&name.as_str()[2..4]);
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "nothing half written is left");
    disk.remove(&name).unwrap();
    disk.remove(&name).unwrap();
    assert_eq!(disk.open(&name).unwrap_err().kind(), ErrorKind::NotFound);
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn a_path_is_no_name() {
    let name = Name::new();
    assert_eq!(Name::parse(name.as_str()), Some(name));
    for text in [
        "",
        "../../x",
        "00000000000000000000000000000000f",
        "../../../../../../../etc/passwd/x",
        "ABCDEF00000000000000000000000000",
    ] {
        assert_eq!(Name::parse(text), None, "{text}");
    }
}
