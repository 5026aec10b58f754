//! W3C trace context, in the metadata of calls.

use http::HeaderMap;
use opentelemetry::{
    Context,
    propagation::{Extractor, Injector, TextMapPropagator as _},
};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tonic::metadata::{MetadataKey, MetadataMap};

/// Longer values are passed over: they end up in every span. What the recommendation has services carry on at least.
const MAX_LENGTH: usize = 512;

struct Heard<'a>(&'a HeaderMap);

impl Extractor for Heard<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok().filter(|value| value.len() <= MAX_LENGTH)
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(http::HeaderName::as_str).collect()
    }
}

struct Told<'a>(&'a mut MetadataMap);

impl Injector for Told<'_> {
    fn set(&mut self, key: &str, value: String) {
        // What can't be said in metadata is not said: a call without its trace is better than none.
        if let (Ok(key), Ok(value)) = (MetadataKey::from_bytes(key.as_bytes()), value.parse()) {
            self.0.insert(key, value);
        }
    }
}

/// The span of the caller, where it sent one.
pub(super) fn caller(headers: &HeaderMap) -> Context {
    TraceContextPropagator::new().extract_with_context(&Context::new(), &Heard(headers))
}

/// Tells the callee of the span in `context`.
pub(super) fn tell(context: &Context, metadata: &mut MetadataMap) {
    TraceContextPropagator::new().inject_context(context, &mut Told(metadata));
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::TraceContextExt as _;

    use super::*;

    #[test]
    fn what_a_caller_sends_is_carried_on_where_it_can_be_read() {
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        for (traceparent, tracestate, expected) in [
            (trace, "", Some("")),
            (trace, "a=1,b=2", Some("a=1,b=2")),
            (trace, &*format!("a={}", "x".repeat(MAX_LENGTH)), Some("")),
            ("", "a=1", None),
            ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "", None),
            ("00-00000000000000000000000000000000-b7ad6b7169203331-01", "", None),
            ("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", "", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("traceparent", traceparent.parse().unwrap());
            headers.insert("tracestate", tracestate.parse().unwrap());
            let caller = caller(&headers);
            assert_eq!(caller.span().span_context().is_valid(), expected.is_some(), "{traceparent:?}");
            let mut metadata = MetadataMap::new();
            tell(&caller, &mut metadata);
            let told = |key| metadata.get(key).map(|value| value.to_str().unwrap());
            assert_eq!(told("traceparent"), expected.map(|_| trace), "{traceparent:?}");
            assert_eq!(told("tracestate"), expected, "{tracestate:?}");
        }
    }
}
