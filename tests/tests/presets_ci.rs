//! What `docs/presets-ci.md` offers to keepers of presets is run as it stands there: the steps of the action in a
//! repository with known faults, and the hook of pre-commit. The container is built where that is asked for.
//!
//! Where something that this needs is not there, that counts as ignored, and a loud line says so.

#![expect(clippy::print_stderr, reason = "a test says on standard error why it was skipped")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use mailcheck_tests::lab::Lab;
use serde_json::Value;

const ACTION: &str = "actions/presets-check/action.yml";
const WORKFLOW: &str = "docs/examples/presets/presets.yml";
const HOOKS: &str = ".pre-commit-hooks.yaml";
const DOCKERFILE: &str = "docs/examples/presets/Dockerfile";
/// The page that tells of them.
const PAGE: &str = "docs/presets-ci.md";
/// What the steps call, beside what every system has.
const PROGRAMS: &[&str] = &["bash", "git"];
/// Asks for the container to be built: that takes minutes, and fetches images and crates.
const CONTAINER: &str = "MAILCHECK_CONTAINER";

type Outcome = Result<(), Box<dyn Error>>;

fn main() {
    let arguments = Arguments::from_args();
    let trial = |name: &str, missing: &[&str], check: fn() -> Outcome| {
        if !missing.is_empty() {
            eprintln!("\nSKIPPED: {name} of {PAGE}. Not there: {}.\n", missing.join(", "));
        }
        let run = move || check().map_err(|why| Failed::from(why.to_string()));
        Trial::test(name, run).with_ignored_flag(!missing.is_empty())
    };
    let programs: Vec<&str> =
        PROGRAMS.iter().copied().filter(|program| !answers(program, &["--version"])).collect();
    let mut container = Vec::new();
    if std::env::var_os(CONTAINER).is_none() {
        container.push("a word that it is to be built (MAILCHECK_CONTAINER=1)");
    }
    if !answers("docker", &["info"]) {
        container.push("a daemon of docker");
    }
    let trials = vec![
        trial("workflow_and_action_fit", &[], workflow_and_action_fit),
        trial("action_fails_what_a_branch_breaks", &programs, action_fails_what_a_branch_breaks),
        trial("action_passes_what_is_well", &programs, action_passes_what_is_well),
        trial("action_fails_a_wrong_call", &programs, action_fails_a_wrong_call),
        trial("hook_looks_at_what_is_committed", &programs, hook_looks_at_what_is_committed),
        trial("container_runs_as_nobody", &[], container_runs_as_nobody),
        trial("container_checks_presets", &container, container_checks_presets),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    let mut asked = Command::new(program);
    asked.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok_and(|status| status.success())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(root().join(path)).map_err(|why| format!("{path}: {why}").into())
}

/// How far a line is indented.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines below the first that begins so, as far as they are indented deeper.
fn below<'a>(yaml: &'a str, begin: &str) -> Vec<&'a str> {
    let mut lines = yaml.lines().skip_while(|line| !line.trim_start().starts_with(begin));
    let Some(first) = lines.next() else { return Vec::new() };
    let is_inside = |line: &&str| line.trim().is_empty() || indent(line) > indent(first);
    lines.take_while(is_inside).collect()
}

/// Keys and values of some lines that are as little indented as the first of them.
fn pairs(lines: &[&str]) -> BTreeMap<String, String> {
    let depth = lines.first().map_or(0, |line| indent(line));
    let pairs = lines.iter().filter(|line| indent(line) == depth);
    let pairs = pairs.filter_map(|line| line.trim().split_once(':'));
    pairs
        .map(|(key, value)| {
            let value = value.split(" #").next().unwrap_or_default().trim().trim_matches('"');
            (key.to_owned(), value.to_owned())
        })
        .collect()
}

/// The script of a step of the action.
fn script(name: &str) -> Result<String, Box<dyn Error>> {
    let action = read(ACTION)?;
    let (_, step) = action.split_once(&format!("- name: {name}\n")).ok_or("no such step")?;
    let lines = below(step, "run: |");
    let depth = lines.first().map_or(0, |line| indent(line));
    let lines: Vec<&str> = lines.iter().map(|line| line.get(depth..).unwrap_or_default()).collect();
    Ok(lines.join("\n"))
}

/// The variables of the check, each with the input that it has.
fn variables() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let action = read(ACTION)?;
    let variables = pairs(&below(&action, "env:")).into_iter().map(|(name, value)| {
        let input = value.strip_prefix("${{ inputs.").and_then(|it| it.strip_suffix(" }}"));
        Ok((name, input.ok_or_else(|| format!("{value} is no input"))?.to_owned()))
    });
    variables.collect()
}

/// The inputs of the action, and what they are where nothing is given.
fn inputs() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let action = read(ACTION)?;
    let names = pairs(&below(&action, "inputs:")).into_keys();
    let inputs = names.map(|name| {
        let about = pairs(&below(&action, &format!("{name}:")));
        let default = about.get("default").ok_or_else(|| format!("{name} has no default"))?;
        assert!(about.contains_key("description"), "{name}");
        Ok((name, default.clone()))
    });
    inputs.collect()
}

/// Every input is used, told of on the page, and what the workflow gives are inputs. Nothing is pasted into a
/// script, where a name of a branch could be a command.
fn workflow_and_action_fit() -> Outcome {
    let (inputs, page, workflow) = (inputs()?, read(PAGE)?, read(WORKFLOW)?);
    assert_eq!(inputs.len(), 8, "{inputs:?}");
    let used: Vec<String> = variables()?.into_values().collect();
    for input in inputs.keys() {
        assert!(used.contains(input), "{input} is not used");
        assert!(page.contains(&format!("\n| `{input}` |")), "{input} is not told of");
    }
    assert_eq!(used.len(), inputs.len(), "{used:?}");
    let steps: Vec<&str> = workflow.split("/actions/presets-check@").skip(1).collect();
    assert_eq!(steps.len(), 2);
    for step in steps {
        for given in pairs(&below(step, "with:")).keys() {
            assert!(inputs.contains_key(given), "{given} is no input");
        }
    }
    for step in ["Install mailcheck", "Check"] {
        assert!(!script(step)?.contains("${{"), "{step}");
    }
    let install = script("Install mailcheck")?;
    let folder = install.split("$GITHUB_ACTION_PATH/").nth(1).and_then(|it| it.split('"').next());
    let folder = root().join("actions/presets-check").join(folder.ok_or("no folder")?);
    assert!(fs::read_to_string(folder.join("Cargo.toml"))?.contains("name = \"mailcheck\"\n"));
    Ok(())
}

/// A repository of presets, the runner's files beside it, and a PATH with the program.
struct Scratch {
    folder: PathBuf,
}

/// A preset in which no rule finds anything.
fn good() -> Result<String, Box<dyn Error>> {
    read("fixtures/lint/base.xml")
}

/// The same with a password that is sent in clear, in line 10.
fn bad() -> Result<String, Box<dyn Error>> {
    let (good, secure) = (good()?, "<socketType>SSL</socketType>");
    let bad = good.replacen(secure, "<socketType>plain</socketType>", 1);
    assert_ne!(good, bad);
    Ok(bad)
}

impl Scratch {
    /// With a faulty preset on `main`, and a branch that leaves it.
    fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let folder =
            std::env::temp_dir().join(format!("mailcheck-ci-{name}-{}", std::process::id()));
        let scratch = Self { folder };
        fs::create_dir_all(scratch.folder.join("bin"))?;
        fs::create_dir_all(scratch.work())?;
        symlink(Lab::program()?.canonicalize()?, scratch.folder.join("bin/mailcheck"))?;
        scratch.git(&["init", "--quiet", "--initial-branch", "main"])?;
        scratch.write("presets/old.example.xml", &bad()?.replace("example.org", "old.example"))?;
        scratch.write("README.md", "# Presets\n")?;
        scratch.commit()?;
        scratch.git(&["switch", "--quiet", "--create", "branch"])?;
        Ok(scratch)
    }

    fn work(&self) -> PathBuf {
        self.folder.join("work")
    }

    fn write(&self, path: &str, content: &str) -> Outcome {
        let path = self.work().join(path);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        Ok(fs::write(path, content)?)
    }

    fn git(&self, arguments: &[&str]) -> Outcome {
        let output = self.command("git").args(arguments).output()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(told.into()) }
    }

    fn commit(&self) -> Outcome {
        self.git(&["add", "--all"])?;
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        self.git(&[&who[..], &["commit", "--quiet", "--message", "presets"]].concat())
    }

    /// A command in the repository that finds the program first.
    fn command(&self, program: &str) -> Command {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(self.folder.join("bin")).chain(std::env::split_paths(&path));
        let mut command = Command::new(program);
        command.current_dir(self.work()).stdin(Stdio::null()).env("LANG", "C");
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", &self.folder);
        command.env_remove("GITHUB_ACTIONS").env_remove("LC_ALL");
        if let Ok(path) = std::env::join_paths(path) {
            command.env("PATH", path);
        }
        command
    }

    /// Runs the steps of the action as GitHub's runner does, with these inputs in place of the defaults.
    fn act(&self, given: &[(&str, &str)]) -> Result<Output, Box<dyn Error>> {
        let mut all = inputs()?;
        all.extend(given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let step = self.folder.join("step");
        fs::write(&step, script("Install mailcheck")? + "\n" + &script("Check")?)?;
        let mut command = self.command("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(&step);
        for (name, input) in variables()? {
            command.env(name, all.get(&input).ok_or("no such input")?);
        }
        for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
            fs::write(self.folder.join(name), "")?;
            command.env(name, self.folder.join(name));
        }
        Ok(command.output()?)
    }

    /// What the steps handed to the runner.
    fn handed(&self, name: &str) -> Result<String, Box<dyn Error>> {
        Ok(fs::read_to_string(self.folder.join(name))?)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left over in the system's folder for such files, if it cannot be removed.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn told(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

const BRANCH: [(&str, &str); 3] =
    [("paths", "presets\n"), ("offline", "true"), ("changed-since", "main")];

fn action_fails_what_a_branch_breaks() -> Outcome {
    let scratch = Scratch::new("breaks")?;
    scratch.write("presets/example.org.xml", &bad()?)?;
    scratch.commit()?;
    let output = scratch.act(&BRANCH)?;
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let log = told(&output);
    let command = log.lines().find(|line| line.starts_with("::error ")).unwrap_or_default();
    assert!(command.contains("file=presets/example.org.xml,line=10,"), "{log}");
    assert!(!log.contains("::error file=presets/old.example.xml"), "{log}");
    assert_eq!(scratch.handed("GITHUB_OUTPUT")?, "status=1\n");
    assert!(scratch.handed("GITHUB_STEP_SUMMARY")?.contains("preset.password-in-clear"), "{log}");
    let sarif: Value =
        serde_json::from_str(&fs::read_to_string(scratch.work().join("presets.sarif"))?)?;
    assert_eq!(sarif["version"], "2.1.0");
    let results = sarif["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    let rules: Vec<&str> = results.iter().filter_map(|it| it["ruleId"].as_str()).collect();
    assert!(rules.contains(&"preset.password-in-clear"), "{rules:?}");
    Ok(())
}

fn action_passes_what_is_well() -> Outcome {
    let scratch = Scratch::new("well")?;
    scratch.write("presets/example.org.xml", &good()?)?;
    scratch.commit()?;
    let output = scratch.act(&BRANCH)?;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(scratch.handed("GITHUB_OUTPUT")?, "status=0\n");
    // Without a branch to hold it against, what has been there all the time fails, unless nothing is to.
    let all = [("paths", "presets"), ("offline", "true")];
    assert_eq!(scratch.act(&all)?.status.code(), Some(1));
    let never = [&all[..], &[("fail-on", "never"), ("arguments", "--lang\nja\n")]].concat();
    let output = scratch.act(&never)?;
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    Ok(())
}

fn action_fails_a_wrong_call() -> Outcome {
    let scratch = Scratch::new("wrong")?;
    for wrong in [
        ("paths", "no-such-folder"),
        ("changed-since", "no-such-branch"),
        ("arguments", "--no-such"),
    ] {
        let output = scratch.act(&[&BRANCH[..], &[wrong]].concat())?;
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", told(&output));
    }
    Ok(())
}

fn hook_looks_at_what_is_committed() -> Outcome {
    let hooks = read(HOOKS)?;
    let hook = pairs(&below(&hooks, "- id: mailcheck-presets"));
    let value = |key: &str| hook.get(key).map(String::as_str).unwrap_or_default();
    assert_eq!((value("language"), value("pass_filenames")), ("system", "false"));
    let mut entry = value("entry").split(' ');
    let program = entry.next().ok_or("no program")?;
    let arguments: Vec<&str> = entry.chain([value("args").trim_matches(['[', ']'])]).collect();
    let scratch = Scratch::new("hook")?;
    for (content, status) in [(good()?, 0), (bad()?, 1)] {
        scratch.write("presets/example.org.xml", &content)?;
        scratch.git(&["add", "--all"])?;
        let output = scratch.command(program).args(&arguments).output()?;
        assert_eq!(output.status.code(), Some(status), "{}", told(&output));
    }
    assert!(read(PAGE)?.contains("- id: mailcheck-presets\n"));
    Ok(())
}

/// What is copied is there, and the program is not run by root.
fn container_runs_as_nobody() -> Outcome {
    let file = read(DOCKERFILE)?;
    let (_, last) = file.rsplit_once("\nFROM ").ok_or("one stage")?;
    assert!(
        last.contains("\nUSER 65532:65532\n") && last.contains("\nENTRYPOINT [\"mailcheck\"]\n")
    );
    let path = file.split("--path ").nth(1).and_then(|it| it.split(' ').next()).ok_or("no path")?;
    assert!(root().join(path).join("Cargo.toml").is_file(), "{path}");
    for line in file.lines().filter_map(|line| line.strip_prefix("#     ")) {
        assert!(
            read(PAGE)?.contains(&format!("    {line}\n")),
            "{PAGE} has another command than {line}"
        );
    }
    Ok(())
}

/// The commands of the page, with the presets of a repository.
fn container_checks_presets() -> Outcome {
    let build = Command::new("docker")
        .args(["build", "-q", "-f", DOCKERFILE, "-t", "mailcheck-test", "."])
        .current_dir(root())
        .output()?;
    assert!(build.status.success(), "{}", told(&build));
    let scratch = Scratch::new("container")?;
    let volume = format!("{}:/presets:ro", scratch.work().display());
    let run = ["run", "--rm", "--network", "none", "-v", &volume, "mailcheck-test"];
    let check = ["presets", "check", "--offline", "presets"];
    let output = Command::new("docker").args(run).args(check).output()?;
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("presets/old.example.xml"), "{}", told(&output));
    Ok(())
}
