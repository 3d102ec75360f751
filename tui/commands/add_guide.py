"""``taizhang add guide``: one indicator of one organisation: verdict, measures, findings, in one write."""

from __future__ import annotations

from collections.abc import Sequence

from forms.errors import BadInput, WrongUsage
from forms.organisation import Organisation
from forms.references import read_indicator
from forms.split import split_entries
from store.campaign.campaign import Campaign
from store.campaign.diagnosis import diagnosis, guide_of, indicator_changes, judged
from store.campaign.diagnosis_evidence import checked_evidence
from store.campaign.findings import Finding, addition, findings
from store.campaign.organisations import shard_of
from store.campaign.writing import write
from store.protocol import Change
from tui.commands.fields import split_assignment
from tui.commands.session import say

FIELDS = {"指标": "indicator", "诊断结论": "verdict", "存在问题": "finding", "佐证": "evidence"}
KNOWN = (
    "indicator（指标）、verdict（诊断结论）、finding（存在问题）、evidence（佐证）、"
    "measure.量化指标、period.量化指标"
)


def diagnose(c: Campaign, org: Organisation, pairs: Sequence[str]) -> str:
    """Save what the pairs say; returns the id of the indicator's document, or of a finding that stands alone.
    A number beyond its limit is saved and told: it is a fact. Raises BadInput, WrongUsage, Conflict."""
    single, texts, numbers, periods = _sorted(pairs)
    indicator = read_indicator(single.get("indicator", ""))
    ids = _measure_ids(c, org, indicator)
    numbers = {ids.get(name, name): value for name, value in numbers.items()}
    periods = {ids.get(name, name): value for name, value in periods.items()}
    said = bool(single.get("verdict") or numbers or "evidence" in single)
    if not (said or texts):
        raise BadInput(
            "附件3没有保存：还要写明 verdict（诊断结论）、finding（存在问题）、evidence（佐证）"
            "或 measure.量化指标。"
        )
    if not indicator and said:
        raise BadInput("附件3没有保存：还要写明是哪个指标，如 --set indicator=1-3。")
    changes: list[Change] = []
    if said:
        measures = {name: (number, periods.pop(name, "")) for name, number in numbers.items()}
        pointed = _evidence(c, org, indicator, single["evidence"]) if "evidence" in single else None
        changes.append(indicator_changes(c, org.id, indicator, single.get("verdict", ""), measures, pointed))
    if periods:
        raise WrongUsage(f"period.{next(iter(periods))} 要和同名的 measure 一起写。")
    changes += _new_findings(c, org, indicator, texts)
    written = write(c, shard_of(c, org.id), changes)
    if indicator:
        _tell(c, org, indicator, list(numbers))
    return written[0].id if written and written[0] else ""


def _measure_ids(c: Campaign, org: Organisation, indicator: str) -> dict[str, str]:
    """The indicator's measures by name, for people who do not know their ids."""
    found = guide_of(c, org).indicators.get(indicator)
    return {measure.label: measure.id for measure in found.measures} if found else {}


def _sorted(pairs: Sequence[str]) -> tuple[dict[str, str], list[str], dict[str, str], dict[str, str]]:
    single: dict[str, str] = {}
    texts: list[str] = []
    numbers: dict[str, str] = {}
    periods: dict[str, str] = {}
    for written, value in map(split_assignment, pairs):
        name = FIELDS.get(written, written)
        if name == "finding":
            texts.append(value)
            continue
        kind, _, measure = name.partition(".")
        target = {"measure": numbers, "period": periods}.get(kind) if measure else None
        if target is None and name not in ("indicator", "verdict", "evidence"):
            raise WrongUsage(f"附件3没有“{name}”这一项；可用：{KNOWN}。")
        key, target = (measure, target) if target is not None else (name, single)
        if key in target:
            raise WrongUsage(f"“{name}”写了两次，只能写一次。")
        target[key] = value.strip()
    return single, texts, numbers, periods


def _evidence(c: Campaign, org: Organisation, indicator: str, said: str) -> list[str]:
    """Ids parted by commas; none at all clears it. Raises BadInput."""
    guide = guide_of(c, org)
    if indicator not in guide.indicators:
        return []  # told by the verdict's own check
    return checked_evidence(c, org.id, indicator, split_entries(said))


def _new_findings(c: Campaign, org: Organisation, indicator: str, texts: Sequence[str]) -> list[Change]:
    """One change a text; one that is there already is not added again, so that a script can run twice."""
    row: list[Finding] = findings(c, org.id)
    changes = []
    for text in texts:
        change = addition(c, org.id, text, indicator, row)
        assert change.data is not None
        said, place = change.data["text"], change.data["indicator"]
        if any((finding.text, finding.indicator) == (said, place) for finding in row):
            continue
        row.append(Finding(change.id, 0, org.id, said, place, order=change.data["order"]))
        changes.append(change)
    return changes


def _tell(c: Campaign, org: Organisation, indicator: str, measures: Sequence[str]) -> None:
    now = diagnosis(c, org.id)
    item = now.item(indicator)
    for measure in item.indicator.measures:
        said = (
            judged(c, now.guide, measure, item.measures.get(measure.id)) if measure.id in measures else None
        )
        if said is not None and said.judgement.level != "fine":
            say(f"提示：{said.judgement.sentence}")
    if item.wants_finding and item.verdict:
        say(f"提示：指标{indicator}的结论是“{item.verdict.word}”，还没有写存在问题。")
