//! The caller is found before anything else is done for it.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::future::{BoxFuture, Either, Ready, ready};
use http::header::AUTHORIZATION;
use http::{HeaderMap, Request, Response};
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

use super::admission::Admission;
use super::caller::Caller;
use super::role::Role;
use super::secret::Secret;
use super::tokens::{Refused, Tokens};
use crate::audit::layer::who;
use crate::audit::{Audit, Entry, Who};
use crate::ending;
use crate::monitor::SHED;
use crate::rejection::{RATE_LIMITED, ROLE_INSUFFICIENT, Rejection, TOKEN_INVALID, TOKEN_REQUIRED};
use crate::tls::accept::Peer;

/// Which role a method takes at least, by its path; one that is not among them takes the highest.
pub type LeastRoles = HashMap<&'static str, Role>;

/// Tells who calls, and refuses those that may not: without a token that is known, over its rate, or without the role that the method
/// takes. Health is open to everyone and reflection to every token: it tells what is public.
#[derive(Debug, Clone)]
pub(crate) struct AuthLayer {
    /// None where nobody needs a token.
    pub(crate) tokens: Option<Tokens>,
    pub(crate) roles: Arc<LeastRoles>,
    /// Where callers are told of who ask for what their role is below.
    pub(crate) audit: Option<Audit>,
}

impl<S> Layer<S> for AuthLayer {
    type Service = Auth<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Auth { inner, layer: self.clone() }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Auth<S> {
    inner: S,
    layer: AuthLayer,
}

type Answer = Result<Response<Body>, Infallible>;

impl<S> Service<Request<Body>> for Auth<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Either<S::Future, Either<Ready<Answer>, BoxFuture<'static, Answer>>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let inside = request.extensions().get::<Peer>().is_some_and(|peer| peer.inside);
        let open = inside || is_health(request.uri().path());
        let Some(tokens) = self.layer.tokens.as_ref().filter(|_| !open) else {
            request.extensions_mut().insert(Admission::new(Caller::anyone()));
            return Either::Left(self.inner.call(request));
        };
        match self.layer.admitted(tokens, &request) {
            Err(status) => {
                let peer = request.extensions().get::<Peer>();
                let address = peer.and_then(|peer| peer.address);
                let certificate = peer.and_then(|peer| peer.certificate.as_deref());
                tracing::debug!(?address, certificate, refused = status.message(), "a caller was refused");
                Either::Right(Either::Left(ready(Ok(status.into_http()))))
            }
            Ok(admission) => {
                // Nobody further in needs it, so nobody can tell it.
                request.headers_mut().remove(AUTHORIZATION);
                let caller = Arc::clone(&admission.caller);
                request.extensions_mut().insert(admission);
                let answer = self.inner.call(request);
                Either::Right(Either::Right(Box::pin(async move { Ok(while_good(answer.await?, caller)) })))
            }
        }
    }
}

fn is_health(path: &str) -> bool {
    path.starts_with("/grpc.health.")
}

impl AuthLayer {
    fn admitted(&self, tokens: &Tokens, request: &Request<Body>) -> Result<Admission, Status> {
        let caller = holder(tokens, request.headers())?;
        if let Some(Err(wait)) = caller.bucket.as_ref().map(|bucket| bucket.take()) {
            SHED.count(&[("reason", "rate")]).increment(1);
            let message = format!("the token's rate is used up: the next call may come in {wait:?}");
            let limited = Rejection::new(Code::ResourceExhausted, RATE_LIMITED, message);
            return Err(limited.retry_after(wait).into_status());
        }
        let path = request.uri().path();
        let least = if crate::overload::is_exempt(path) { Role::Reader } else { least(&self.roles, path) };
        if caller.role >= least {
            return Ok(Admission::new(caller));
        }
        if let Some(audit) = &self.audit {
            let who = Who { token: caller.id.clone(), ..who(request) };
            Entry::of(Arc::new(who)).answered(audit, Some(Code::PermissionDenied));
        }
        let role = caller.role;
        let message = format!("{path} takes the role {least}: the token's is {role}");
        let refused = Rejection::new(Code::PermissionDenied, ROLE_INSUFFICIENT, message);
        Err(refused.with("needed", least.name()).with("role", role.name()).into_status())
    }
}

fn least(roles: &LeastRoles, path: &str) -> Role {
    roles.get(path).copied().unwrap_or(Role::Admin)
}

fn holder(tokens: &Tokens, headers: &HeaderMap) -> Result<Arc<Caller>, Status> {
    let shown = headers.get(AUTHORIZATION).ok_or_else(|| {
        let message = "no token was sent: expected metadata `authorization: Bearer TOKEN`";
        Rejection::new(Code::Unauthenticated, TOKEN_REQUIRED, message).into_status()
    })?;
    let invalid = |message: &str| Rejection::new(Code::Unauthenticated, TOKEN_INVALID, message).into_status();
    let secret = shown.to_str().ok().and_then(|value| value.split_once(' '));
    let secret = secret.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let secret = secret.and_then(|(_, secret)| Secret::parse(secret));
    let secret = secret.ok_or_else(|| invalid("authorization is no `Bearer TOKEN`"))?;
    tokens.holder(&secret).map_err(|refused| {
        invalid(match refused {
            Refused::Unknown => "the token is none that this server knows",
            Refused::Expired => "the token has expired",
        })
    })
}

/// Ends a stream when its caller's token does: taking a token away would otherwise stop nobody who is reading.
fn while_good(response: Response<Body>, caller: Arc<Caller>) -> Response<Body> {
    let end = async move {
        caller.ended().await;
        let message = "the token was taken away, changed or has expired";
        Rejection::new(Code::Unauthenticated, TOKEN_INVALID, message).into_status()
    };
    ending::ends_with(response, Box::pin(end))
}
