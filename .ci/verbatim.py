#!/usr/bin/env python3
"""Checks that every piece of evidence is verbatim at its place, and that every article came out in order.

usage: verbatim.py EVENTS.jsonl ARTICLES...
"""
import json, os, sys


def articles(path):
    if path.endswith(".txt"):
        with open(path, encoding="utf-8", newline="") as file:
            yield os.path.basename(path)[: -len(".txt")], file.read()
        return
    with open(path, encoding="utf-8") as file:
        for line in filter(str.strip, file):
            article = json.loads(line)
            title = article.get("title")
            text = article.get("text") or (f"{title}\n\n{article['body']}" if title else article["body"])
            yield article["id"], text


def main():
    events, *paths = sys.argv[1:]
    count = proofs = 0
    with open(events, encoding="utf-8") as file:
        for line, (id_, text) in zip(file, (a for path in paths for a in articles(path)), strict=True):
            out = json.loads(line)
            assert out["id"] == id_, f"{out['id']} came out where {id_} went in"
            for event in out["events"]:
                for span in event["evidence"]:
                    assert text[span["start"] : span["end"]] == span["text"] != "", f"{id_}: {span}"
                    proofs += 1
                for span in event["arguments"]:
                    assert 0 <= span["start"] < span["end"] <= len(text), f"{id_}: {span}"
            count += 1
    print(f"{count} articles, {proofs} pieces of evidence, each verbatim")


if __name__ == "__main__":
    main()
