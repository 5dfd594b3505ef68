//! Reads from `/proc` what a process and everything it started used of the processor, and how much memory it holds.

use anyhow::{Context as _, Result};
use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// One tick of the kernel's process clocks; Linux shows a hundred a second on every machine.
const TICK: Duration = Duration::from_millis(10);

/// Processor time used so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cpu {
    /// Of the process itself, all its threads.
    pub own: Duration,
    /// Of the processes it started, those that ended among them.
    pub others: Duration,
}

/// Memory that a process holds, in MB (10⁶ bytes).
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Resident.
    pub rss: f64,
    /// Resident, what it shares with others counted in part.
    pub pss: f64,
}

struct Process {
    parent: u32,
    used: Duration,
    /// Of its children that ended.
    ended: Duration,
}

/// Processor time of `root` and of all that descends from it. What ends in between is not lost: it passes from the
/// process to its parent.
pub fn of_tree(root: u32) -> Result<Cpu> {
    let all = processes()?;
    let own = all.get(&root).context("the server is not running any more")?;
    let mut cpu = Cpu { own: own.used, others: own.ended };
    for (pid, process) in &all {
        if *pid != root && descends(&all, *pid, root) {
            cpu.others += process.used + process.ended;
        }
    }
    Ok(cpu)
}

/// Processor time of the calling thread, to the nanosecond.
pub fn of_this_thread() -> Result<Duration> {
    schedstat("/proc/thread-self/schedstat").context("this kernel does not say what a thread used")
}

/// Memory of one process.
pub fn memory(pid: u32) -> Result<Memory> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: f64 = line.split_ascii_whitespace().next()?.parse().ok()?;
        Some(kib * 1_024.0 / 1e6)
    };
    let missing = || format!("/proc/{pid}/smaps_rollup has another form");
    Ok(Memory { rss: field("Rss:").with_context(missing)?, pss: field("Pss:").with_context(missing)? })
}

fn descends(all: &HashMap<u32, Process>, mut pid: u32, root: u32) -> bool {
    while let Some(process) = all.get(&pid) {
        if process.parent == root {
            return true;
        }
        pid = process.parent;
    }
    false
}

fn processes() -> Result<HashMap<u32, Process>> {
    let mut all = HashMap::new();
    for entry in fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // One that ended a moment ago is its parent's already.
        if let Some(process) = read(pid) {
            all.insert(pid, process);
        }
    }
    Ok(all)
}

fn read(pid: u32) -> Option<Process> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in parentheses and may hold anything; what follows are numbers (proc(5), from field 3 on).
    let fields: Vec<&str> = text.get(text.rfind(')')? + 2..)?.split(' ').collect();
    let ticks = |field: usize| -> Option<Duration> { Some(TICK * fields.get(field)?.parse::<u32>().ok()?) };
    let threads: u32 = fields.get(17)?.parse().ok()?;
    let mut used = ticks(11)? + ticks(12)?;
    if threads == 1 {
        // Exact, where the ticks are not; it knows of living threads alone.
        used = schedstat(&format!("/proc/{pid}/schedstat")).unwrap_or(used);
    }
    Some(Process { parent: fields.get(1)?.parse().ok()?, used, ended: ticks(13)? + ticks(14)? })
}

fn schedstat(path: &str) -> Option<Duration> {
    let text = fs::read_to_string(path).ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
