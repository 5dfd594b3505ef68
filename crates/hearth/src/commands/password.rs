//! Passwords on the command line: read from standard input, so that they stand in no history and no list of processes.

use anyhow::Context as _;
use hearth_core::Core;
use hearth_core::accounts::Account;
use hearth_core::signin::password;
use std::io::BufRead;

/// The first line of standard input.
pub(super) fn from_stdin() -> anyhow::Result<String> {
    read(std::io::stdin().lock())
}

fn read(mut from: impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    from.read_line(&mut line).context("standard input cannot be read")?;
    let text = line.strip_suffix('\n').unwrap_or(&line);
    let text = text.strip_suffix('\r').unwrap_or(text);
    anyhow::ensure!(!text.is_empty(), "no password came: it is the first line of standard input");
    Ok(text.to_owned())
}

/// Gives a new account its password, if it is to have one, and says how it can be used.
pub(super) async fn set_first(core: &Core, account: &Account, text: Option<String>) -> anyhow::Result<()> {
    let name = &account.name;
    match text {
        Some(text) => {
            password::set(core, account.id, &text).await.with_context(|| {
                format!("the account is made, but has no password: `hearth account password {name} --password-stdin`")
            })?;
            println!("Sign in from any Mastodon app, or at {}/signin", core.here.base());
        }
        None => println!(
            "To sign in from apps:\n  hearth account password {name} --password-stdin\n\
             To use it with a script:\n  hearth token create --account {name} --scopes \"read write follow\""
        ),
    }
    Ok(())
}

/// Sets another password.
pub(super) async fn change(core: &Core, account: &Account, text: String) -> anyhow::Result<()> {
    password::set(core, account.id, &text).await?;
    println!("{} has a new password; all its apps and browsers are signed out", account.name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_first_line_without_its_end_is_the_password() {
        assert_eq!(read(&b"correct horse \r\nmore"[..]).unwrap(), "correct horse ");
        assert_eq!(read(&b"correct horse"[..]).unwrap(), "correct horse");
        assert!(read(&b"\n"[..]).is_err() && read(&b""[..]).is_err());
    }
}
