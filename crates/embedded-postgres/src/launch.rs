//! Starts processes that end with this one and run as somebody else: the one place that talks to the kernel directly.

use std::ffi::{CStr, CString};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;

use crate::identity::Identity;

/// Starts a process that [`become_other`] or [`must_reach`] prepared.
///
/// The kernel ties the parent-death signal to the thread that forks, not to the process. So one thread does it for all, and
/// that thread ends only with the process; a runtime's worker would take Postgres with it when it retires.
pub(crate) fn spawn(command: Command) -> io::Result<Child> {
    let gone = || io::Error::other("the thread that starts processes has ended");
    let (answer, answered) = mpsc::channel();
    launcher()?.send((command, answer)).map_err(|_| gone())?;
    answered.recv().map_err(|_| gone())?
}

/// Makes the process run as `identity`, out of reach of the terminal's Ctrl-C, and end when this process does.
pub(crate) fn become_other(command: &mut Command, identity: Identity) {
    prepare(command, identity, None);
}

/// Like [`become_other`]; starting fails if that user may not enter `folder`.
pub(crate) fn must_reach(command: &mut Command, identity: Identity, folder: &Path) {
    // A path with a zero byte in it cannot exist; the empty one is refused just so.
    let folder = CString::new(folder.as_os_str().as_bytes()).unwrap_or_default();
    prepare(command, identity, Some(folder));
}

/// Sends a signal to a process.
pub(crate) fn signal(pid: u32, signal: i32) -> io::Result<()> {
    let pid = i32::try_from(pid).map_err(io::Error::other)?;
    // SAFETY: `kill` takes two numbers and touches no memory of this process.
    check(unsafe { libc::kill(pid, signal) })
}

/// As whom this process runs.
pub(crate) fn effective_uid() -> u32 {
    // SAFETY: `geteuid` takes nothing and cannot fail.
    unsafe { libc::geteuid() }
}

type Order = (Command, Sender<io::Result<Child>>);

fn launcher() -> io::Result<&'static Sender<Order>> {
    static LAUNCHER: OnceLock<Sender<Order>> = OnceLock::new();
    if let Some(running) = LAUNCHER.get() {
        return Ok(running);
    }
    let (orders, queue) = mpsc::channel::<Order>();
    thread::Builder::new().name("postgres-launcher".to_owned()).spawn(move || {
        for (mut command, answer) in queue {
            // Whoever asked may be gone; then nobody owns the child, and it ends with this process.
            let _ = answer.send(command.spawn());
        }
    })?;
    // Of two threads that come here at once one keeps its launcher; the other's ends for want of orders.
    Ok(LAUNCHER.get_or_init(|| orders))
}

fn prepare(command: &mut Command, identity: Identity, reach: Option<CString>) {
    let parent = std::process::id();
    let switch = Switch::to(identity);
    let steps = move || {
        new_session()?;
        switch.make()?;
        end_with(parent)?;
        reach.as_deref().map_or(Ok(()), may_enter)
    };
    // SAFETY: the closure runs in the child between fork and exec, where only calls that are safe in a signal handler are.
    // It makes system calls on memory that was laid out before the fork; it neither allocates nor takes a lock.
    unsafe { command.pre_exec(steps) };
}

/// All that a change of identity needs, laid out before the fork.
enum Switch {
    Stay,
    Namespace { uid_map: Vec<u8>, gid_map: Vec<u8> },
    Account { uid: u32, gid: u32 },
}

impl Switch {
    fn to(identity: Identity) -> Self {
        match identity {
            Identity::Plain(_) => Self::Stay,
            // The inner number must be one that the machine's list of users knows, or Postgres does not start.
            Identity::Namespace(user) => Self::Namespace {
                uid_map: format!("{} 0 1", user.uid).into_bytes(),
                gid_map: format!("{} {} 1", user.gid, effective_gid()).into_bytes(),
            },
            Identity::Account(user) => Self::Account { uid: user.uid, gid: user.gid },
        }
    }

    /// Changes the calling process; safe between fork and exec.
    fn make(&self) -> io::Result<()> {
        match self {
            Self::Stay => Ok(()),
            Self::Namespace { uid_map, gid_map } => {
                // SAFETY: `unshare` takes a number; the child of a fork has one thread, as user namespaces require.
                check(unsafe { libc::unshare(libc::CLONE_NEWUSER) })?;
                write_to(c"/proc/self/setgroups", b"deny")?;
                write_to(c"/proc/self/uid_map", uid_map)?;
                write_to(c"/proc/self/gid_map", gid_map)
            }
            Self::Account { uid, gid } => {
                // SAFETY: an empty list of groups needs no memory behind its pointer.
                check(unsafe { libc::setgroups(0, std::ptr::null()) })?;
                // SAFETY: takes a number. The group goes first, as the user could not change it any more.
                check(unsafe { libc::setgid(*gid) })?;
                // SAFETY: takes a number.
                check(unsafe { libc::setuid(*uid) })
            }
        }
    }
}

/// A session of its own keeps the terminal's Ctrl-C away: the server stops Postgres last, after its own work.
fn new_session() -> io::Result<()> {
    // SAFETY: `setsid` takes nothing and touches no memory.
    check(unsafe { libc::setsid() })
}

/// Asks the kernel for SIGINT, Postgres's fast and clean shutdown, when the parent dies. Changing the user clears such a
/// request, so this comes after it.
fn end_with(parent: u32) -> io::Result<()> {
    // SAFETY: `PR_SET_PDEATHSIG` takes one number and touches no memory.
    check(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGINT as libc::c_ulong) })?;
    // SAFETY: `getppid` takes nothing and cannot fail.
    let now = unsafe { libc::getppid() };
    // The parent may have died before it was asked about; then nobody would ever send the signal.
    if u32::try_from(now).is_ok_and(|now| now == parent) {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(libc::ESRCH))
    }
}

fn may_enter(folder: &CStr) -> io::Result<()> {
    // SAFETY: `folder` is a string that ends with a zero and outlives the call.
    check(unsafe { libc::access(folder.as_ptr(), libc::X_OK) })
}

/// Writes to one of the kernel's files without allocating.
fn write_to(path: &CStr, bytes: &[u8]) -> io::Result<()> {
    // SAFETY: `path` is a string that ends with a zero and outlives the call.
    let file = unsafe { libc::open(path.as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC) };
    check(file)?;
    // SAFETY: the pointer and the length are those of one slice that outlives the call.
    let written = unsafe { libc::write(file, bytes.as_ptr().cast(), bytes.len()) };
    let result = if written < 0 { Err(io::Error::last_os_error()) } else { Ok(()) };
    // SAFETY: `file` was opened above and is used by nobody else.
    unsafe { libc::close(file) };
    result
}

fn effective_gid() -> u32 {
    // SAFETY: `getegid` takes nothing and cannot fail.
    unsafe { libc::getegid() }
}

fn check(result: libc::c_int) -> io::Result<()> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
