"""Rules about validation."""

from __future__ import annotations

from specwright.codes.rule import Rule
from specwright.diagnostics import Severity

_WARNING, _ERROR = Severity.WARNING, Severity.ERROR

RULES: tuple[Rule, ...] = (
    Rule(
        "SW201",
        _ERROR,
        "a key is not known",
        """Each object of OpenAPI has its own keys; what the standard does not name is
ignored, along with everything below it. A slip such as `operationid` for `operationId`
therefore loses what it meant to say. It is an error where a known key is near, and a
warning otherwise. Keys of your own begin with `x-`.""",
    ),
    Rule(
        "SW202",
        _ERROR,
        "a required key is missing",
        """The object cannot be understood without the key: a server without `url`, a
parameter without `name` or `in`, a parameter without either `schema` or `content`. The
finding stands at the object that lacks it.""",
    ),
    Rule(
        "SW203",
        _ERROR,
        "a value is of the wrong type",
        """The standard wants another type of value here, for instance a list of names:

    required: [name]

not `required: name`; or `true`, not `"yes"`. In YAML, quotes make a text of what would
be a number, true or false without them.""",
    ),
    Rule(
        "SW204",
        _ERROR,
        "a value is not one of those allowed",
        """The standard lists the values that may stand here: `in` is one of `query`,
`header`, `path` and `cookie`; a `type` is one of the seven of JSON Schema. Spelling and
case matter.""",
    ),
    Rule(
        "SW205",
        _ERROR,
        "a name or text does not have its form",
        """Paths begin with `/`. The keys of `responses` are three digits, `1XX` to
`5XX`, or `default`. Names of components are made of letters, digits, `.`, `-` and
`_`.""",
    ),
    Rule(
        "SW206",
        _ERROR,
        "an object does not have its form",
        """The object breaks a rule of the JSON Schema that the OpenAPI Specification
publishes for its version: a list with too few entries, an entry twice, a number out of
its range.""",
    ),
    Rule(
        "SW209",
        _ERROR,
        "a path is not a path template",
        """In a path each `{name}` is filled in by the path parameter of that name. Braces
must come in pairs with a name between them. A name may occur once only; where it occurs
twice, that is a warning, and one argument fills both places. So is a query behind the
path, as in `/search?q={q}`, where `q` is a query parameter: it is sent once.""",
    ),
    Rule(
        "SW210",
        _WARNING,
        "a path parameter is not declared",
        """`/voices/{voice_id}` needs a parameter with `name: voice_id` and `in: path`,
in the operation or in its path item. Names are case-sensitive. Without one it is an
argument all the same, of text: nothing else can be sent there.""",
    ),
    Rule(
        "SW211",
        _ERROR,
        "a path parameter is not in the path",
        """A parameter with `in: path` fills in the part of the path in braces that has
its name. This path has no such part, so the value would be sent nowhere. Either the path
or `in` is wrong.""",
    ),
    Rule(
        "SW212",
        _ERROR,
        "a parameter is declared twice",
        """Within one list of parameters, `name` and `in` together are unique. Two
parameters may share a name in different places. An operation may declare a parameter of
its path item anew; that is not twice.""",
    ),
    Rule(
        "SW213",
        _WARNING,
        "an operationId is used twice",
        """An `operationId` names one operation of the whole document; links refer to it,
and the method is named after it. Both operations become methods; where both want one
name, the first has it, and another operation added before it may take that. Ids of
different files may be equal, as long as their tags or paths differ.""",
    ),
    Rule(
        "SW214",
        _WARNING,
        "a default does not fit its schema",
        """The default value would not be accepted where it is the default: it is of
another type, or none of the values of the enum. The client never sends defaults, so only
the documentation is affected.""",
    ),
    Rule(
        "SW215",
        _WARNING,
        "a required property is not described",
        """`required` lists a name that `properties` does not have, while a very similar
one is there and is not required. One of them is likely a slip.""",
    ),
    Rule(
        "SW216",
        _ERROR,
        "a security requirement names no scheme",
        """Each name under `security` is a key of `components.securitySchemes`. Without
the scheme it is not known what to send. A name that is like a declared one is a slip;
any other is a warning, and the client sends nothing for it.""",
    ),
    Rule(
        "SW217",
        _WARNING,
        "an operation has no responses",
        """Without `responses` nothing is known about the reply. OpenAPI 3.1 allows that,
3.0 does not. The method returns whatever arrives.""",
    ),
    Rule(
        "SW218",
        _WARNING,
        "a schema has an unknown keyword that is nearly a known one",
        """JSON Schema ignores keywords that it does not know, so `propertes` or
`minLenght` says nothing at all. Keywords of your own begin with `x-`.""",
    ),
    Rule(
        "SW219",
        _ERROR,
        "a server variable is not declared",
        """In a server's `url` each `{name}` is a variable, which is declared under
`variables` with at least a `default`.""",
    ),
    Rule(
        "SW220",
        _WARNING,
        "a tag is described twice",
        """The list `tags` at the root describes each tag once.""",
    ),
    Rule(
        "SW221",
        _WARNING,
        "an enum value is not of its schema's type",
        """A value must satisfy both `type` and `enum`. With

    type: string
    enum: [1, 2]

no value does: quote the numbers, or write `type: integer`. Values that are mappings are
often a slip in another format's way of writing enumerations.""",
    ),
    Rule(
        "SW030",
        _ERROR,
        "a name that cannot be sent",
        """The names of headers and cookies are tokens: ASCII letters, digits and a few
marks such as `-` and `_` (RFC 9110 section 5.6.2, RFC 6265 section 4.1.1). A name with a
blank, a colon or a line break would be another header, or two; every call that sets it
would fail. This holds for parameters and for the names of API keys. A parameter without
any name is left out, with a warning.""",
    ),
    Rule(
        "SW031",
        _WARNING,
        "a pattern is not a regular expression",
        """`pattern`, and the keys of `patternProperties`, are regular expressions of
ECMA-262 (JSON Schema, section 6.4). This one cannot be read as one: most often a
parenthesis is not closed, or a `*` stands for "anything" as it does in file names. The
pattern is documented as it is, and nothing is held against it.""",
    ),
    Rule(
        "SW032",
        _WARNING,
        "a text is not a media type",
        """The keys of `content` are media types, `application/json`, or ranges of them,
`image/*` (RFC 9110 section 8.3.1). A request cannot say that its body is of any other
kind, so that for a body it is an error. No reply can be of that kind either; what the
document says of it is not used.""",
    ),
    Rule(
        "SW222",
        _WARNING,
        "name that reads as another",
        """A name has a character that cannot be seen (a joiner, a mark that turns the
direction of text), or letters of another alphabet that look like Latin ones, so that two
names can look the same and be different (Unicode Technical Standard 39). That is a slip
of copying, or somebody hides something. The name is sent as it is; the names in Python
are made of what can be read, and stay apart.
Mend: write the name with the characters that people see in it.""",
    ),
    Rule(
        "SW223",
        Severity.NOTE,
        "keyword that no type can say",
        """JSON Schema can say what depends on the other values of an object or array, or
what a value is not. Types cannot, and the client does not hold values against it: what
`then`, `else` and `dependentSchemas` add is optional, `patternProperties` gives the type
of further properties, and the rest is left to the server. The keyword is reported once,
where it stands first.""",
    ),
    Rule(
        "SW230",
        _WARNING,
        "openapi-spec-validator objects",
        """The checks of specwright found no error, but openapi-spec-validator still
objects to the document. The client can be generated; other tools may refuse the
document. The message is the validator's own.""",
    ),
    Rule(
        "SW231",
        _WARNING,
        "the validator broke down",
        """A validator raised an error of its own instead of a finding. The rest of the
checks went on. Usually the document is broken in another place as well, which has its
own finding.""",
    ),
    Rule(
        "SW232",
        Severity.NOTE,
        "openapi-spec-validator would take too long",
        """Some rules of openapi-spec-validator take a time that grows with the square of
the depth of `allOf`. They are given up where they would take seconds. All checks of
specwright itself were made.""",
    ),
)
