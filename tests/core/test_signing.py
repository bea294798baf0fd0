"""The signature: the known answers, what is refused, and what never changes it."""

from __future__ import annotations

from typing import Any, Dict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rb_dcc_core.errors import UnsignableValueError
from rb_dcc_core.signing import canonical_string, flatten, sign, signature
from tests.support.examples import vectors
from tests.support.reference_signature import expected_signature, terms_of

KEY = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE"
HEADERS = {
    "accessId": "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
    "channel": "4",
    "platform": "62",
    "UTCTimestamp": "1535957371",
    "nonce": "11886",
    "version": "2.0.0",
}
SURROGATE = "\ud83d"


def sign_body(body: Dict[Any, Any]) -> str:
    return sign(KEY, "task.renderbus.com", "/api/render/common/queryPlatforms", HEADERS, body)


@pytest.mark.parametrize("vector", vectors()[:6], ids=lambda vector: vector["case"])
def test_a_known_answer_comes_out_stage_by_stage(vector: Dict[str, Any]) -> None:
    terms = dict(flatten(vector["body"]), **vector["headers"])
    text = canonical_string(vector["domain"], vector["path"], terms)
    assert text == vector["string_to_sign"]
    assert signature(vector["access_key"], text) == vector["signature"]


@pytest.mark.parametrize("vector", vectors()[:6], ids=lambda vector: vector["case"])
def test_a_known_answer_comes_out_whole(vector: Dict[str, Any]) -> None:
    signed = sign(vector["access_key"], vector["domain"], vector["path"], vector["headers"], vector["body"])
    assert signed == vector["signature"]


def test_the_documents_own_example_comes_out() -> None:
    headers = dict(HEADERS, channel="7", platform="1", version="1.0.0")
    signed = sign(KEY, "task.renderbus.com", "/api/render/common/queryPlatforms", headers, {"zone": 2})
    assert signed == "6tvuz8bgDCz5vtS3amuMWVbOqzhaeWaOhNcWMqx9zcg="


def test_there_are_seven_vectors_and_the_one_with_a_null_is_refused() -> None:
    assert len(vectors()) == 7
    null = vectors()[6]
    with pytest.raises(UnsignableValueError) as refused:
        sign(null["access_key"], null["domain"], null["path"], null["headers"], null["body"])
    assert str(refused.value) == "The field 'id' is null, which cannot be signed; leave the field out."


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"on": True}, "The field 'on' is true or false, which cannot be signed; send 1 or 0."),
        (
            {"price": 1.5},
            "The field 'price' is a number with a decimal point, which cannot be signed; send a whole number or text.",
        ),
        ({"ids": (1, 2)}, "The field 'ids' is a tuple, which cannot be signed; send a list."),
        ({"id": None}, "The field 'id' is null, which cannot be signed; leave the field out."),
        (
            {"raw": b"x"},
            "The field 'raw' is of a kind that cannot be signed (bytes); send text, whole numbers, lists or objects.",
        ),
        (
            {"ids": {1}},
            "The field 'ids' is of a kind that cannot be signed (set); send text, whole numbers, lists or objects.",
        ),
        ({1: "x"}, "The field 'the request' has a name that is not text; use text names only."),
        ({"a": {2: "x"}}, "The field 'a.' has a name that is not text; use text names only."),
        ({"": "x"}, "The field 'the request' has an empty name; give it a name."),
        ({"a": [{"": 1}]}, "The field 'a0' has an empty name; give it a name."),
        ({"a": [1, [True]]}, "The field 'a10' is true or false, which cannot be signed; send 1 or 0."),
        (
            {"a.b": 1, "a": {"b": 2}},
            "The field 'a.b' stands twice once the names are joined; rename one of them.",
        ),
        ({"a0": 1, "a": [2]}, "The field 'a0' stands twice once the names are joined; rename one of them."),
        ({"nonce": "1"}, "The field 'nonce' has the name of a signed header; rename it."),
        (
            {"good": "x", "name": "half " + SURROGATE},
            "The field 'name' holds half of a character pair and cannot be sent; correct it.",
        ),
        (
            {"n" + SURROGATE: 1},
            "The field 'n\\ud83d' holds half of a character pair and cannot be sent; correct it.",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_signed_is_refused_by_its_field(body: Dict[Any, Any], sentence: str) -> None:
    with pytest.raises(UnsignableValueError) as refused:
        sign_body(body)
    assert str(refused.value) == sentence


def test_a_body_that_holds_itself_is_refused() -> None:
    endless: Dict[str, Any] = {}
    endless["again"] = endless
    with pytest.raises(UnsignableValueError, match="nested too deeply"):
        sign_body(endless)


def test_a_list_of_twelve_sorts_ten_before_two() -> None:
    text = canonical_string("h", "/p", flatten({"taskIds": list(range(100, 112))}))
    assert text == (
        "[POST]h:/p&taskIds0=100&taskIds1=101&taskIds10=110&taskIds11=111&taskIds2=102&taskIds3=103&taskIds4=104"
        "&taskIds5=105&taskIds6=106&taskIds7=107&taskIds8=108&taskIds9=109"
    )


def test_names_sort_by_code_point_and_text_stays_as_it_is() -> None:
    terms = flatten({"é": "ü &=", "z": 1, "Z": -2, "_": "项目"})
    assert canonical_string("h:81", "/p", terms) == "[POST]h:81:/p&Z=-2&_=项目&z=1&é=ü &="


def test_what_is_empty_leaves_no_term_and_empty_text_leaves_one() -> None:
    assert flatten({"a": [], "b": {}, "c": "", "d": [{}, [], 7]}) == {"c": "", "d2": "7"}


def test_unsigned_headers_change_nothing() -> None:
    plain = sign(KEY, "h", "/p", HEADERS, {"a": 1})
    more = dict(HEADERS, languageFlag="1", signature="x", **{"Content-Type": "application/json"})
    assert sign(KEY, "h", "/p", more, {"a": 1}) == plain


def test_a_large_number_is_signed_digit_by_digit() -> None:
    assert flatten({"outUserId": 2**63}) == {"outUserId": "9223372036854775808"}


NAMES = st.text(alphabet="abcXYZ_é项", min_size=1, max_size=4)
LEAVES = st.one_of(st.integers(), st.text(st.characters(blacklist_categories=["Cs"]), max_size=8))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=8,
)
BODIES = st.dictionaries(NAMES, VALUES, max_size=5)


def reordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(list(value))}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=25)
@given(BODIES)
def test_the_order_of_names_does_not_matter(body: Dict[str, Any]) -> None:
    assert sign_body(body) == sign_body(reordered(body))


@settings(max_examples=25)
@given(BODIES)
def test_an_independent_reading_of_the_protocol_signs_the_same(body: Dict[str, Any]) -> None:
    path = "/api/render/common/queryPlatforms"
    assert sign_body(body) == expected_signature(KEY, "POST", "task.renderbus.com", path, HEADERS, body)


@settings(max_examples=25)
@given(BODIES)
def test_every_leaf_leaves_exactly_one_term(body: Dict[str, Any]) -> None:
    leaves = list(terms_of("", body))
    assert flatten(body) == dict(leaves)
    assert len(flatten(body)) == len(leaves)


# The protocol's string cannot tell {"a": "1&b=2"} from {"a": "1", "b": "2"}, nor 1 from "1". What does hold: where no
# text holds a separator, the string tells every two sets of terms apart.
TAME_TERMS = st.dictionaries(NAMES, st.text(alphabet="0aZ.é[]:", max_size=5), max_size=5)


@settings(max_examples=40)
@given(TAME_TERMS, TAME_TERMS)
def test_different_terms_without_separators_give_different_strings(
    one: Dict[str, str], two: Dict[str, str]
) -> None:
    assert (canonical_string("h", "/p", one) == canonical_string("h", "/p", two)) == (one == two)


ANYTHING = st.recursive(
    LEAVES | st.none() | st.booleans() | st.floats() | st.binary(max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=40)
@given(ANYTHING)
def test_anything_is_signed_or_refused_with_a_sentence(value: Any) -> None:
    said = "The field 'value' is signed."
    try:
        sign_body({"value": value})
    except UnsignableValueError as refused:
        said = str(refused)
    assert said.startswith("The field 'value")
    assert said.endswith(".")
