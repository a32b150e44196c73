//! `mailcheck discover --as`: what one mail program would do with the answers of all sources.

use mailcheck::clients::Client;
use mailcheck::net::Net;
use mailcheck::render::{client, client_json};

use crate::args::Format;
use crate::complaint::Complaint;
use crate::exit::Ending;
use crate::output::{self, Sink};
use crate::run::{self, Job};

/// Looks as ever, and shows the one program's way through it.
pub(crate) async fn carry_out<N: Net>(
    job: Job<'_, N>,
    sink: Sink,
    program: Client,
) -> Result<Ending, Complaint> {
    let output = job.output;
    let looked = run::look(job).await;
    let evidence = &looked.report.evidence;
    sink.write(&match output.format {
        Format::Json => client_json(program, evidence),
        Format::Evidence | Format::Support | Format::Text => {
            client(program, evidence, &output::style(output))
        }
    })?;
    looked.finish()
}
