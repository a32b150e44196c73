//! What `docs/mock.md` shows to maintainers of mail clients is run as it stands there: a test in Python, and the commands
//! of a CI job, with a client that behaves and with one that does not.
//!
//! Where a program that they call is not installed, that counts as ignored, and a loud line says how to have it.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use libtest_mimic::Arguments;
use libtest_mimic::Failed;
use libtest_mimic::Trial;
use mailcheck_tests::lab::Lab;
use serde_json::Value;

/// The job, from the root of the project.
const JOB: &str = "docs/examples/mail-client-ci.yml";
/// What stands for the client in it.
const CLIENT: &str = "docs/examples/fetch-mail";
/// Where it is shown.
const SHOWN: &str = "docs/mock.md";
/// What its commands call, beside what every system has.
const PROGRAMS: &[&str] = &["bash", "curl", "jq"];
/// What runs the other example.
const PYTHON: &[&str] = &["python3"];
/// The step that is not run: it compiles the program, which is there already.
const INSTALL: &str = "Install mailcheck";
/// How long a step may take, in seconds; each needs less than one.
const PATIENCE: &str = "60";

type Outcome = Result<(), Box<dyn Error>>;

fn main() {
    let arguments = Arguments::from_args();
    let trial = |name: &str, needs: &[&str], check: fn() -> Outcome| {
        let missing: Vec<&str> =
            needs.iter().copied().filter(|program| !is_installed(program)).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            eprintln!(
                "\nSKIPPED: {name} of {SHOWN}. Not installed: {missing}; tests/setup does that.\n"
            );
        }
        let run = move || check().map_err(|why| Failed::from(why.to_string()));
        Trial::test(name, run).with_ignored_flag(!missing.is_empty())
    };
    let trials = vec![
        trial("job_is_shown_as_it_is", &[], job_is_shown_as_it_is),
        trial("job_installs_the_program", &[], job_installs_the_program),
        trial("job_passes_a_good_client", PROGRAMS, job_passes_a_good_client),
        trial("job_fails_a_careless_client", PROGRAMS, job_fails_a_careless_client),
        trial("python_passes", PYTHON, python_passes),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn is_installed(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(root().join(path)).map_err(|why| format!("{path}: {why}").into())
}

/// The example in this language.
fn shown(language: &str) -> Result<String, Box<dyn Error>> {
    let page = read(SHOWN)?;
    let begin = format!("```{language}\n");
    let shown = page.split(&begin).nth(1).and_then(|rest| rest.split("```").next());
    Ok(shown.ok_or_else(|| format!("{SHOWN} has no {language}"))?.to_owned())
}

fn python_passes() -> Outcome {
    let runner = Runner::new("python", None)?;
    fs::write(runner.folder.join("work/test.py"), shown("python")?)?;
    let step = Step { name: "Python".to_owned(), run: "python3 test.py\n".to_owned() };
    Ok(runner.run(&step)??)
}

/// A step of the job that runs something.
#[derive(Debug)]
struct Step {
    name: String,
    run: String,
}

/// The steps, of the little of YAML that the job is written in.
fn steps(job: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let (mut name, mut is_inside) = (String::new(), false);
    for line in job.lines() {
        if let (true, Some(command)) = (is_inside, line.strip_prefix("          ")) {
            if let Some(step) = steps.last_mut() {
                step.run.push_str(command);
                step.run.push('\n');
            }
            continue;
        }
        is_inside = false;
        if let Some(text) = line.strip_prefix("      - name: ") {
            text.split(" #").next().unwrap_or_default().clone_into(&mut name);
        } else if let Some(command) = line.strip_prefix("        run: ") {
            is_inside = command == "|";
            let run = if is_inside { String::new() } else { format!("{command}\n") };
            steps.push(Step { name: name.clone(), run });
        }
    }
    steps
}

fn job_is_shown_as_it_is() -> Outcome {
    let job = read(JOB)?;
    assert_eq!(shown("yaml")?, job, "{SHOWN} shows another job than {JOB}");
    let all = job.matches("\n        run: ").count();
    assert_eq!(steps(&job).len(), all, "{:#?}", steps(&job));
    assert!(all >= 5, "{all} steps");
    Ok(())
}

/// The one step that is not run names the folder of the program.
fn job_installs_the_program() -> Outcome {
    let steps = steps(&read(JOB)?);
    let step = steps.iter().find(|step| step.name == INSTALL).ok_or("no such step")?;
    let command = "cargo install --locked --path mailcheck/";
    let folder = step.run.strip_prefix(command).ok_or_else(|| step.run.clone())?.trim_end();
    let manifest = read(&format!("{folder}/Cargo.toml"))?;
    assert!(manifest.contains("[[bin]]\nname = \"mailcheck\"\n"), "{folder}");
    Ok(())
}

fn job_passes_a_good_client() -> Outcome {
    let failed = Runner::new("good", None)?.failures()?;
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    Ok(())
}

/// One that insists on nothing, and tries again what was refused: the job must find both.
fn job_fails_a_careless_client() -> Outcome {
    let client = read(CLIENT)?;
    let careless = client.replace("--ssl-reqd ", "--retry 1 --retry-all-errors ");
    assert_ne!(client, careless);
    let failed = Runner::new("careless", Some(&careless))?.failures()?;
    let names: Vec<&str> = failed.iter().filter_map(|failed| failed.lines().next()).collect();
    let expected = [
        "A password that is refused is tried once",
        "No password goes out in clear when STARTTLS is stripped",
    ];
    assert_eq!(names, expected, "{}", failed.join("\n"));
    Ok(())
}

/// What runs the steps, as GitHub's runner does: each in a new bash that ends at the first failure.
struct Runner {
    folder: PathBuf,
    /// Of the programs that are called, the first first.
    path: Vec<PathBuf>,
}

impl Runner {
    /// With another client than the job's, if there is one.
    fn new(name: &str, client: Option<&str>) -> Result<Self, Box<dyn Error>> {
        let folder = std::env::temp_dir().join(format!("mailcheck-{name}-{}", std::process::id()));
        let (bin, work) = (folder.join("bin"), folder.join("work"));
        fs::create_dir_all(&bin)?;
        fs::create_dir_all(&work)?;
        let runner = Self { path: vec![bin.clone()], folder };
        symlink(Lab::program()?.canonicalize()?, bin.join("mailcheck"))?;
        symlink(root().canonicalize()?, work.join("mailcheck"))?;
        if let Some(client) = client {
            let path = bin.join("fetch-mail");
            fs::write(&path, client)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
        }
        Ok(runner)
    }

    /// Runs every step, whatever became of those before, and gives name and output of those that failed.
    fn failures(mut self) -> Result<Vec<String>, Box<dyn Error>> {
        let mut failures = Vec::new();
        for step in steps(&read(JOB)?).iter().filter(|step| step.name != INSTALL) {
            if let Err(output) = self.run(step)? {
                failures.push(format!("{}\n{output}", step.name));
            }
            let added = fs::read_to_string(self.folder.join("path")).unwrap_or_default();
            for folder in added.lines().map(PathBuf::from) {
                if !self.path.contains(&folder) {
                    self.path.push(folder);
                }
            }
        }
        Ok(failures)
    }

    /// Runs a step; what it wrote is the error if it fails.
    fn run(&self, step: &Step) -> Result<Result<(), String>, Box<dyn Error>> {
        let (script, output) = (self.folder.join("step"), self.folder.join("output"));
        fs::write(&script, &step.run)?;
        // A file, which nobody waits for: what runs in the background may keep it open.
        let written = fs::File::create(&output)?;
        let status = Command::new("timeout")
            .args([PATIENCE, "bash", "--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(&script)
            .current_dir(self.folder.join("work"))
            .env("PATH", self.path()?)
            .env("GITHUB_PATH", self.folder.join("path"))
            .env_remove("MAILCHECK_PASSWORD")
            .stdin(Stdio::null())
            .stdout(written.try_clone()?)
            .stderr(written)
            .status()?;
        if status.success() {
            return Ok(Ok(()));
        }
        self.end_what_was_left();
        Ok(Err(format!("{status}\n{}", fs::read_to_string(&output)?)))
    }

    /// Ends a provider that a step had started before it failed. It would not stay for long.
    fn end_what_was_left(&self) {
        let told = fs::read(self.folder.join("work/stripped.json")).unwrap_or_default();
        let told: Value = serde_json::from_slice(&told).unwrap_or_default();
        if let Some(pid) = told["pid"].as_u64() {
            // It may have ended already.
            let _ = Command::new("kill").arg(pid.to_string()).stderr(Stdio::null()).status();
        }
    }

    fn path(&self) -> Result<OsString, Box<dyn Error>> {
        let usual = std::env::var_os("PATH").unwrap_or_default();
        let all = self.path.iter().cloned().chain(std::env::split_paths(&usual));
        Ok(std::env::join_paths(all)?)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // Left over in the system's folder for such files, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.folder);
    }
}
