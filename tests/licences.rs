//! Keeps out what must not come in with a dependency: a licence that does not fit, a banned crate, an unknown source.
//!
//! The rules stand in `deny.toml`, in the form that `cargo deny` reads. They are checked here over `cargo metadata` because
//! building that tool takes minutes, and a check that has to be installed is one that is left out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn every_licence_fits_ours() {
    let (rules, packages) = (Rules::read(), packages());
    let mut unused: BTreeSet<&str> = rules.exceptions.iter().map(|(name, _)| name.as_str()).collect();
    let mut refused = Vec::new();
    for package in &packages {
        unused.remove(package.name.as_str());
        if !rules.allow(package) {
            refused.push(format!("{} {}", package.name, package.licence));
        }
    }
    assert!(refused.is_empty(), "no licence that deny.toml allows: {refused:#?}");
    assert!(unused.is_empty(), "exceptions in deny.toml for crates that are not here: {unused:?}");
}

#[test]
fn no_banned_crate_comes_in() {
    let rules = Rules::read();
    let found: Vec<String> = packages()
        .into_iter()
        .map(|package| package.name)
        .filter(|name| rules.banned.contains(name))
        .collect();
    assert!(found.is_empty(), "deny.toml says why not: {found:?}");
}

#[test]
fn everything_comes_from_one_registry_or_lies_here() {
    let packages = packages();
    let sources: BTreeSet<&str> = packages.iter().filter_map(|package| package.source.as_deref()).collect();
    assert_eq!(sources.len(), 1, "{sources:?}");
    assert!(sources.iter().all(|source| source.starts_with("registry+")), "{sources:?}");
    let outside: Vec<&str> = packages
        .iter()
        .filter(|package| package.source.is_none() && !package.manifest.starts_with(root()))
        .map(|package| package.name.as_str())
        .collect();
    assert!(outside.is_empty(), "not in this checkout: {outside:?}");
}

#[test]
fn expressions_are_weighed_as_written() {
    let known = |licence: &str| matches!(licence, "MIT" | "ISC" | "Apache-2.0");
    for (expression, fits) in [
        ("MIT", true),
        ("GPL-2.0", false),
        ("GPL-2.0 OR MIT", true),
        ("GPL-2.0/MIT", true),
        ("GPL-2.0 AND MIT", false),
        ("ISC AND (GPL-2.0 OR Apache-2.0)", true),
        ("MIT AND ISC AND GPL-2.0 OR Apache-2.0", true),
        ("GPL-2.0 WITH Classpath-exception-2.0 OR MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("", false),
        ("(MIT", false),
    ] {
        assert_eq!(Expression::fits(expression, &known), fits, "{expression}");
    }
}

/// What `deny.toml` says.
struct Rules {
    allowed: Vec<String>,
    exceptions: Vec<(String, Vec<String>)>,
    banned: Vec<String>,
}

impl Rules {
    fn read() -> Self {
        let text = std::fs::read_to_string(root().join("deny.toml")).unwrap();
        let rules: toml::Value = toml::from_str(&text).unwrap();
        let texts = |value: &toml::Value| -> Vec<String> {
            value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
        };
        let name = |entry: &toml::Value| entry["crate"].as_str().unwrap().to_owned();
        let exceptions = rules["licenses"]["exceptions"].as_array().unwrap().iter();
        Self {
            allowed: texts(&rules["licenses"]["allow"]),
            exceptions: exceptions.map(|entry| (name(entry), texts(&entry["allow"]))).collect(),
            banned: rules["bans"]["deny"].as_array().unwrap().iter().map(name).collect(),
        }
    }

    fn allow(&self, package: &Package) -> bool {
        Expression::fits(&package.licence, &|licence| {
            let named = |(name, licences): &(String, Vec<String>)| {
                *name == package.name && licences.iter().any(|allowed| allowed == licence)
            };
            self.allowed.iter().any(|allowed| allowed == licence) || self.exceptions.iter().any(named)
        })
    }
}

/// A crate that Hearth, its tests or its benchmarks are built of on this kind of machine.
struct Package {
    name: String,
    licence: String,
    source: Option<String>,
    manifest: PathBuf,
}

fn packages() -> Vec<Package> {
    let rustc = Command::new("rustc").args(["--print", "host-tuple"]).output().unwrap();
    let machine = String::from_utf8(rustc.stdout).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked", "--filter-platform", machine.trim()])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| used.contains(package["id"].as_str().unwrap()))
        .map(|package| Package {
            name: text(&package["name"]).unwrap(),
            licence: text(&package["license"]).unwrap_or_default(),
            source: text(&package["source"]),
            manifest: text(&package["manifest_path"]).unwrap().into(),
        })
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An SPDX licence expression (annex D of SPDX 2.3) that is being read; `/`, from before SPDX, means OR.
struct Expression<'a> {
    words: Vec<String>,
    next: usize,
    known: &'a dyn Fn(&str) -> bool,
}

impl<'a> Expression<'a> {
    /// Whether the known licences are enough. An expression that cannot be read fits nothing.
    fn fits(text: &str, known: &'a dyn Fn(&str) -> bool) -> bool {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        let words = spaced.split_whitespace().map(ToOwned::to_owned).collect();
        let mut expression = Self { words, next: 0, known };
        let fits = expression.any();
        fits == Some(true) && expression.next == expression.words.len()
    }

    fn any(&mut self) -> Option<bool> {
        let mut fits = self.all()?;
        while self.take("OR") {
            fits |= self.all()?;
        }
        Some(fits)
    }

    fn all(&mut self) -> Option<bool> {
        let mut fits = self.one()?;
        while self.take("AND") {
            fits &= self.one()?;
        }
        Some(fits)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let fits = self.any()?;
            return self.take(")").then_some(fits);
        }
        let fits = (self.known)(self.words.get(self.next)?);
        self.next += 1;
        // An exception only ever permits more than the licence it is added to.
        if self.take("WITH") {
            self.next += 1;
        }
        Some(fits)
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.words.get(self.next).is_some_and(|next| next == word);
        self.next += usize::from(found);
        found
    }
}
