//! Runs a cluster from a process of its own, so that the process can be killed, be somebody else, or be refused things.
//!
//! That process is this same test program: it runs the one test below, which does nothing unless it is asked to.

use std::fs;
use std::io::{ErrorKind, Read as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use hearth_embedded_postgres::Cluster;

use crate::scratch::{eventually, forgetful};

const FOLDER: &str = "HEARTH_TEST_HOLD";
const NO_NAMESPACES: &str = "HEARTH_TEST_NO_NAMESPACES";

/// Another process that runs, or is about to run, a cluster.
pub struct Holder {
    child: Child,
    sign: PathBuf,
}

/// What is special about the other process.
#[derive(Default)]
pub struct Kind {
    /// Run it as this uid (and gid of the same number).
    pub user: Option<u32>,
    /// The kernel refuses user namespaces to it, as Docker's default profile does.
    pub no_namespaces: bool,
}

impl Holder {
    /// Starts the process; it begins at once to start the cluster in `data`.
    pub fn launch(data: &Path, kind: &Kind) -> Self {
        let sign = data.with_extension("pid");
        let _ = fs::remove_file(&sign);
        // The build's folder may be closed to other users; a copy beside the data is not.
        let program = data.with_extension("program");
        // What a killed one left behind may still run it for a moment; a file that runs is not written to.
        let _ = fs::remove_file(&program);
        fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
        let mut command = Command::new(&program);
        if let Some(user) = kind.user {
            command.uid(user).gid(user);
        }
        command.args(["--exact", "held::hold", "--quiet"]).env(FOLDER, data);
        if kind.no_namespaces {
            command.env(NO_NAMESPACES, "1");
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        Self { child: spawned(&mut command), sign }
    }

    /// Waits until its cluster answers and returns the server's process.
    pub fn server(&self) -> u32 {
        eventually("the other process has a cluster", || self.sign.exists());
        fs::read_to_string(&self.sign).unwrap().parse().unwrap()
    }

    /// Ends the process the hard way.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets the process end as it should.
    pub fn finish(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().unwrap().success());
    }
}

/// Starts a program that was written a moment ago. A process that another thread began meanwhile holds the copy open for
/// writing until it runs a program of its own, and so long the kernel runs no such file.
fn spawned(command: &mut Command) -> Child {
    let mut child = None;
    eventually("the copied program can be run", || match command.spawn() {
        Ok(one) => {
            child = Some(one);
            true
        }
        Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => false,
        Err(error) => panic!("{error}"),
    });
    child.unwrap()
}

#[test]
fn hold() {
    let Some(data) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    if std::env::var_os(NO_NAMESPACES).is_some() {
        refuse_namespaces();
    }
    let cluster = Cluster::start(&forgetful(&data)).unwrap();
    let (sign, draft) = (data.with_extension("pid"), data.with_extension("draft"));
    fs::write(&draft, cluster.pid().unwrap().to_string()).unwrap();
    fs::rename(draft, sign).unwrap();
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    cluster.stop().unwrap();
}

/// Makes `unshare` fail with EPERM for this thread and all it starts from now on.
fn refuse_namespaces() {
    let step =
        |code: u32, yes: u8, no: u8, k: u32| libc::sock_filter { code: code as u16, jt: yes, jf: no, k };
    let unshare = u32::try_from(libc::SYS_unshare).unwrap();
    let mut steps = [
        // Load the number of the call, which comes first in what the kernel shows to a filter.
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, 0),
        step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, 1, unshare),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ERRNO | libc::EPERM as u32),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: 4, filter: steps.as_mut_ptr() };
    // SAFETY: both calls take numbers and one pointer to a program that outlives them.
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        assert_eq!(libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &program), 0);
    }
}
