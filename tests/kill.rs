//! kill -9 of either service at random moments while 2,000 articles stream in: nothing acknowledged is missing, nothing is
//! doubled, and the query service catches up by itself. The same of the ingest service while it reads articles anew: each is
//! replaced once.
//!
//! A child is this test binary again, told by its environment to be a service.
#![expect(
    clippy::unwrap_used,
    reason = "all of this file is tests, also what stands outside their functions"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use entente_log::{Append, EmbeddedLog, EventLog as _, Limit, Options, Position};
use entente_model::Certainty;
use entente_tests::{Dice, Door, Logged, Running, Sample, changes_of, log_of, page_of_stakes, soon};
use entente_wire::change::Change;
use entente_wire::v1::article_change;
use entente_wire::v1::event_log_service_client::EventLogServiceClient;
use entente_wire::v1::ingest_articles_response::Outcome;
use entente_wire::v1::ingest_service_client::IngestServiceClient;
use entente_wire::v1::query_service_client::QueryServiceClient;
use entente_wire::v1::reextract_articles_response::Step;
use entente_wire::v1::{
    GetArticleRequest, GetIndexStatusRequest, IngestArticleResponse, IngestArticlesRequest, IngestOutcome,
    ListEventsRequest, ReextractArticlesRequest,
};
use futures::stream::{self, Stream, StreamExt as _};
use tonic::transport::{Channel, Endpoint};

const ARTICLES: usize = 2000;
const KILLS: usize = 10;

/// What a child is told in its environment: the service that it is, its folder, and the log that it follows.
const ROLE: &str = "TEST_CHILD_ROLE";
const FOLDER: &str = "TEST_CHILD_FOLDER";
const LOG: &str = "TEST_CHILD_LOG";

/// A service in a process of its own. It ends when it is killed, or with this process.
struct Victim {
    process: Child,
    channel: Channel,
    address: SocketAddr,
}

impl Victim {
    async fn start(role: &str, folder: &Path, log: Option<SocketAddr>) -> Self {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(ROLE, role)
            .env(FOLDER, folder)
            .env(LOG, log.map_or_else(String::new, |address| address.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let told = lines.filter_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        let address: SocketAddr = { told }.next().expect("the child says where it listens").parse().unwrap();
        let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self { process, channel, address }
    }

    /// kill -9.
    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        // Where the test failed in the midst; a child that is dead already is no matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What a child does. Run as a test of its own, it does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let folder = std::env::var(FOLDER).unwrap();
    let folder = Path::new(&folder);
    let running = match role.as_str() {
        "ingest" => Running::ingest(folder, &[]).await,
        _ => Running::query(folder, std::env::var(LOG).unwrap().parse().unwrap(), &[]).await,
    };
    // The test harness may have begun the line.
    println!("\nlistening on {}", running.address);
    std::io::stdout().flush().unwrap();
    // The other end of the pipe closes with the process that holds it.
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.unwrap().unwrap();
}

/// Streams articles and gives the answers until all are answered or the service is gone.
async fn feed(channel: &Channel, articles: Vec<Sample>) -> impl Stream<Item = IngestArticleResponse> + use<> {
    let requests =
        articles.into_iter().map(|article| IngestArticlesRequest { request: Some(article.request()) });
    let mut client = IngestServiceClient::new(channel.clone());
    let answers = soon(client.ingest_articles(tokio_stream::iter(requests.collect::<Vec<_>>()))).await;
    stream::unfold(answers.unwrap().into_inner(), |mut answers| async move {
        match soon(answers.message()).await.ok()??.outcome.unwrap() {
            Outcome::Accepted(accepted) => Some((accepted, answers)),
            Outcome::Refused(refusal) => panic!("{refusal:?}"),
        }
    })
    .boxed()
}

/// What was acknowledged, by article: the cursor of the answer, and whether it was made by that answer's request.
type Acknowledged = BTreeMap<String, (String, bool)>;

fn acknowledge(acknowledged: &mut Acknowledged, answer: IngestArticleResponse) {
    let outcome = answer.outcome();
    assert!(matches!(outcome, IngestOutcome::Created | IngestOutcome::Unchanged), "{answer:?}");
    assert_eq!(answer.revision, 1, "{answer:?}");
    let created = outcome == IngestOutcome::Created;
    let again = acknowledged.insert(answer.article_id.clone(), (answer.cursor, created));
    assert_eq!(again, None, "{} was acknowledged twice", answer.article_id);
}

/// The log has each acknowledged article once, no later than its acknowledgement says.
async fn check_log(channel: &Channel, acknowledged: &Acknowledged) -> Vec<Logged> {
    let log = log_of(EventLogServiceClient::new(channel.clone())).await;
    let by_id: BTreeMap<_, _> = log.iter().map(|entry| (&entry.article_id, entry)).collect();
    let places: BTreeMap<_, _> = log.iter().enumerate().map(|(at, entry)| (&entry.cursor, at)).collect();
    assert_eq!(by_id.len(), log.len(), "an article is doubled");
    assert!(log.iter().all(|entry| entry.revision == 1), "an article was revised");
    for (id, (cursor, created)) in acknowledged {
        let entry = by_id.get(id).unwrap_or_else(|| panic!("{id} was acknowledged and is missing"));
        // The cursor of an answer on a stream covers the answers before it too.
        let covers = |at: &usize| *at >= places[&entry.cursor];
        assert!(!created || places.get(cursor).is_some_and(covers), "{id} is not where it was acknowledged");
    }
    if let Some(id) = acknowledged.keys().next_back() {
        let request = GetArticleRequest { article_id: id.clone(), ..GetArticleRequest::default() };
        soon(IngestServiceClient::new(channel.clone()).get_article(request)).await.unwrap();
    }
    log
}

/// The index has all of the log once, after it has come to its end by itself.
async fn check_index(channel: &Channel, log: &[Logged]) {
    let client = QueryServiceClient::new(channel.clone()).max_decoding_message_size(usize::MAX);
    let mut stakes = BTreeSet::new();
    let cursor = log.last().unwrap().cursor.clone();
    let mut request = ListEventsRequest { cursor, page_size: 500, ..ListEventsRequest::default() };
    loop {
        let (page, token) = page_of_stakes(client.clone(), request.clone()).await;
        for found in page {
            let id = found.event.unwrap().event_id;
            assert!(stakes.insert(id.clone()), "{id} is listed twice");
        }
        if token.is_empty() {
            break;
        }
        request.page_token = token;
    }
    let events: BTreeSet<_> = log.iter().flat_map(|entry| entry.events.iter().cloned()).collect();
    assert!(stakes.len() >= log.len() / 2, "the articles say little: {} stakes", stakes.len());
    assert!(stakes.is_subset(&events));
    let status = soon(client.clone().get_index_status(GetIndexStatusRequest {})).await.unwrap().into_inner();
    let counts =
        (usize::try_from(status.article_count).unwrap(), usize::try_from(status.event_count).unwrap());
    assert_eq!(counts, (log.len(), events.len()));
}

/// Waits until the index has applied a cursor.
async fn catches_up(channel: &Channel, cursor: &str) {
    let request =
        ListEventsRequest { cursor: cursor.to_owned(), page_size: 1, ..ListEventsRequest::default() };
    page_of_stakes(QueryServiceClient::new(channel.clone()), request).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ingest_is_killed() {
    let mut dice = Dice::new();
    println!("{dice}");
    let folder = tempfile::tempdir().unwrap();
    let door = Door::open().await;
    let query = Running::query(&folder.path().join("query"), door.address(), &[]).await;
    let mut acknowledged = Acknowledged::new();
    // Counts of acknowledgements after which it dies, then once to the end.
    let mut moments: Vec<usize> = (0..KILLS).map(|_| 1 + dice.below(ARTICLES - 1)).collect();
    moments.sort_unstable();
    moments.push(usize::MAX);
    for moment in moments {
        let mut victim = Victim::start("ingest", &folder.path().join("ingest"), None).await;
        door.lead_to(victim.address);
        check_log(&victim.channel, &acknowledged).await;
        let left =
            (0..ARTICLES).map(Sample::number).filter(|article| !acknowledged.contains_key(&article.id));
        let mut answers = feed(&victim.channel, left.collect()).await;
        let mut dead = false;
        while let Some(answer) = answers.next().await {
            acknowledge(&mut acknowledged, answer);
            // What still comes of what it had sent counts as well.
            if acknowledged.len() >= moment && !dead {
                victim.kill();
                dead = true;
            }
        }
        if moment == usize::MAX {
            assert_eq!(acknowledged.len(), ARTICLES);
            let log = check_log(&victim.channel, &acknowledged).await;
            assert_eq!(log.len(), ARTICLES);
            check_index(&query.channel(), &log).await;
        }
    }
    query.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn query_is_killed() {
    let mut dice = Dice::new();
    println!("{dice}");
    let folder = tempfile::tempdir().unwrap();
    let ingest = Running::ingest(&folder.path().join("ingest"), &[]).await;
    let index = folder.path().join("query");
    let mut query = Victim::start("query", &index, Some(ingest.address)).await;
    let mut acknowledged = Acknowledged::new();
    for round in 0..KILLS {
        let part = ARTICLES / KILLS;
        let articles = (round * part..(round + 1) * part).map(Sample::number).collect();
        let moment = dice.below(part);
        let mut answers = feed(&ingest.channel(), articles).await.enumerate();
        let mut last = String::new();
        while let Some((number, answer)) = answers.next().await {
            last.clone_from(&answer.cursor);
            acknowledge(&mut acknowledged, answer);
            if number == moment {
                query.kill();
            }
        }
        query = Victim::start("query", &index, Some(ingest.address)).await;
        catches_up(&query.channel, &last).await;
    }
    let log = check_log(&ingest.channel(), &acknowledged).await;
    assert_eq!(log.len(), ARTICLES);
    check_index(&query.channel, &log).await;
    query.kill();
    ingest.stop().await;
}

/// A log of so many articles, each of whose events a former version of the service was less sure of.
async fn less_sure(folder: &Path, articles: usize) {
    let (first, doubtful) = (folder.join("first"), folder.join("ingest"));
    let ingest = Running::ingest(&first, &[]).await;
    let mut answers = feed(&ingest.channel(), (0..articles).map(Sample::number).collect()).await;
    while answers.next().await.is_some() {}
    ingest.stop().await;
    let [first, doubtful] =
        [first, doubtful].map(|path| EmbeddedLog::open(path, Options::default()).unwrap());
    for entry in first.read(Position::START, Limit { entries: articles, bytes: usize::MAX }).await.unwrap() {
        let Change::Accepted(mut accepted) = Change::decode(&entry.payload).unwrap() else { panic!() };
        for event in &mut accepted.reading.events {
            event.certainty = Certainty::Possible;
        }
        let payload = Change::Accepted(accepted).encode().into();
        let append = Append { subject: entry.subject, expected: None, message_id: None, payload };
        doubtful.append(append).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ingest_is_killed_while_it_reads_articles_anew() {
    const ARTICLES: usize = 500;
    let mut dice = Dice::new();
    println!("{dice}");
    let folder = tempfile::tempdir().unwrap();
    less_sure(folder.path(), ARTICLES).await;
    // What was told of, with the cursor at which it is applied.
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    loop {
        let mut victim = Victim::start("ingest", &folder.path().join("ingest"), None).await;
        let moment = told.len() + 1 + dice.below(ARTICLES / KILLS * 2);
        let request = ReextractArticlesRequest {
            after_article_id: told.keys().next_back().cloned().unwrap_or_default(),
            ..ReextractArticlesRequest::default()
        };
        let mut client = IngestServiceClient::new(victim.channel.clone());
        let mut steps = soon(client.reextract_articles(request)).await.unwrap().into_inner();
        let mut done = false;
        while let Ok(Some(answer)) = soon(steps.message()).await {
            match answer.step.unwrap() {
                Step::Progress(progress) => done = progress.done,
                Step::Article(article) => {
                    assert!(article.added.is_empty() && article.removed.is_empty(), "{article:?}");
                    assert_eq!(told.insert(article.article_id, article.cursor), None);
                }
            }
            if told.len() >= moment {
                victim.kill();
            }
        }
        if done {
            break;
        }
    }
    let ingest = Running::ingest(&folder.path().join("ingest"), &[]).await;
    let mut replaced = BTreeMap::new();
    for (cursor, change) in changes_of(ingest.log_client()).await {
        if let article_change::Change::Reextracted(accepted) = change {
            assert!(
                accepted.events.iter().all(|event| event.certainty() == entente_wire::v1::Certainty::Certain)
            );
            let again = replaced.insert(accepted.article.unwrap().article_id, cursor);
            assert_eq!(again, None, "replaced twice");
        }
    }
    assert_eq!(replaced.len(), ARTICLES, "each says something");
    for (id, cursor) in told {
        assert_eq!(replaced[&id], cursor, "{id} is where it was told to be");
    }
    ingest.stop().await;
}
