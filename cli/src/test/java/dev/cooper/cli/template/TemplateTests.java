// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTests {
    private static final Value DATA =
            Value.struct("thing")
                    .put("Name", "web")
                    .put("Count", 3)
                    .put("Zero", 0)
                    .put("On", true)
                    .put("Ratio", new Value.Real(1.5))
                    .put("Tags", Value.strings(List.of("a", "b")))
                    .put("None", Value.strings(null))
                    .put("Gone", (String) null)
                    .put("Labels", Value.map(Map.of("k", "v", "com.x/y", "z")))
                    .put("Empty", Value.Nil.MAP)
                    .put("Ports", Value.set(List.of("80/tcp", "443/tcp")))
                    .put("Inner", Value.struct("inner").put("A", "x").put("B", 2).build())
                    .put("Html", "<a&b>")
                    .build();

    private static String write(String template) throws TemplateException {
        StringBuilder out = new StringBuilder();
        Template.parse(template).write(DATA, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            ignoreLeadingAndTrailingWhitespace = true,
            quoteCharacter = '~',
            value = {
                "plain text => plain text",
                "{{.Name}}:{{.Count}} => web:3",
                "{{.Tags}} {{.None}} {{.Gone}} {{.Empty}} => [a b] [] <nil> map[]",
                "{{.Labels}} {{.Ports}} => map[com.x/y:z k:v] map[443/tcp:{} 80/tcp:{}]",
                "{{.Inner}} {{.Inner.A}} {{.Ratio}} {{.On}} => {x 2} x 1.5 true",
                "{{.Labels.k}} {{.Labels.nosuch}} {{.Empty.nosuch}} => v <no value> <no value>",
                "{{index .Tags 1}} {{index .Labels \"com.x/y\"}}[{{index .Labels \"no\"}}] => b z[]",
                "{{json .Tags}} {{json .None}} {{json .Html}} {{json .Inner}} => [\"a\",\"b\"] null \"<a&b>\" {\"A\":\"x\",\"B\":2}",
                "{{join .Tags \", \"}} {{join .None \",\"}}! {{split \"a:b\" \":\"}} => a, b ! [a b]",
                "{{lower \"AbC\"}} {{upper \"AbC\"}} {{title \"two words\"}} => abc ABC Two Words",
                "{{len .Tags}} {{len .Name}} {{len .Empty}} => 2 3 0",
                "{{slice .Name 1}} {{slice .Tags 0 1}} {{truncate .Name 2}} => eb [a] we",
                "{{printf \"%s-%d %v %q %5d|%-4s|%05.1f %%\" .Name .Count .Tags .Name 7 \"x\" .Ratio}} => web-3 [a b] \"web\"     7|x   |001.5 %",
                "{{printf \"%d\" .Name}} {{printf \"%s\"}} {{printf \"x\" 1}} => %!d(string=web) %!s(MISSING) x%!(EXTRA int=1)",
                "{{print 1 2 \"x\" 3}} => 1 2x3",
                "{{if .On}}yes{{else}}no{{end}} {{if .Zero}}yes{{else if .None}}some{{else}}no{{end}} => yes no",
                "{{range .Tags}}<{{.}}>{{end}}{{range .None}}x{{else}}-{{end}} => <a><b>-",
                "{{range $i, $e := .Tags}}{{$i}}{{$e}}{{$.Name}} {{end}}! => 0aweb 1bweb !",
                "{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}} => com.x/y=z;k=v;",
                "{{with .Inner}}{{.A}}{{$.Count}}{{end}}{{with .Zero}}x{{else}}0{{end}} => x30",
                "{{$x := .Name}}{{$x = upper $x}}{{$x}} => WEB",
                "{{.Name | upper | printf \"%s!\"}} => WEB!",
                "{{(index .Tags 0) | upper}} {{(.Inner).A}} => A x",
                "{{eq .Name \"web\"}} {{eq .Count 1 3}} {{ne .Count 3}} {{lt .Count 4}} {{ge .Name \"a\"}} => true true false true true",
                "{{and .On .Name}} {{or .Zero .Name}} {{not .On}} {{and .Zero .Nosuch}} => web web false 0",
                "a {{- .Name -}} b => awebb",
                "{{/* a comment */}}x{{- /* and */ -}} y => xy",
                "{{`raw {{}}`}} {{'a'}} {{0x10}} {{\"\\u00e9\\n\" | json}} => raw {{}} 97 16 \"é\\n\"",
                "{{pad \"x\" 1 2}}. => ~ x  .~",
            })
    void writesWhatGoWrites(String template, String expected) throws TemplateException {
        assertThat(write(template)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "{{.Name => template: :1: unclosed action",
                "{{nosuch}} => template: :1: function \"nosuch\" not defined",
                "{{if .Name}}x => template: :1: unexpected EOF",
                "{{end}} => template: :1: unexpected {{end}}",
                "{{}} => template: :1: missing value for command",
                "{{if}}x{{end}} => template: :1: missing value for if",
                "{{$x}} => template: :1: undefined variable \"$x\"",
                "{{\"abc}} => template: :1: unterminated quoted string",
                "{{(.Name}} => template: :1: unclosed left paren",
                "{{.Name)}} => template: :1: unexpected right paren",
                "{{define \"x\"}}{{end}} => template: :1: {{define}} is not supported here",
                "{{.Nosuch}} => template: :1:2: executing \"\" at <.Nosuch>: map has no entry for key \"Nosuch\"",
                "{{.Name.Foo}} => template: :1:2: executing \"\" at <.Name.Foo>: can't evaluate field Foo in type string",
                "x {{index .Tags 5}} => template: :1:4: executing \"\" at <index .Tags 5>: error calling index: index out of range: 5",
                "{{lower 1}} => template: :1:2: executing \"\" at <lower>: wrong type for value; expected string; got int",
                "{{lower}} => template: :1:2: executing \"\" at <lower>: wrong number of args for lower: want 1 got 0",
                "{{eq 1 \"a\"}} => template: :1:2: executing \"\" at <eq 1 \"a\">: error calling eq: incompatible types for comparison",
                "{{.Name 1}} => template: :1:2: executing \"\" at <.Name>: Name has arguments but cannot be invoked as function",
                "{{.Gone.X}} => template: :1:2: executing \"\" at <.Gone.X>: nil pointer evaluating interface {}.X",
                "{{range .Name}}{{end}} => template: :1:8: executing \"\" at <.Name>: range can't iterate over web",
            })
    void complainsAsGoDoes(String template, String message) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> write(template))
                .withMessage(message);
    }

    @Test
    void tellsTheLineOfAMistake() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> write("one\n  {{.Nosuch}}"))
                .withMessageStartingWith("template: :2:4: executing");
    }

    @Test
    void refusesToNestWithoutEnd() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse("{{" + "(".repeat(10_000)))
                .withMessageStartingWith("template: :1: ");
    }

    @Test
    void headingsStayAsTheyAre() throws TemplateException {
        StringBuilder out = new StringBuilder();
        Value headings = Value.map(Map.of("Name", "NAME", "ID", "IMAGE ID"));
        Template.parse("{{lower .Name}}\t{{json .ID}}\t{{truncate .ID 3}}")
                .writeHeadings(headings, out);
        assertThat(out).hasToString("NAME\tIMAGE ID\tIMAGE ID");
    }

    @Test
    void quotesAsGoDoes() {
        assertThat(GoString.quote("a\"b\\\n\u001b\u00e9\u200b"))
                .isEqualTo("\"a\\\"b\\\\\\n\\x1b\u00e9\\u200b\"");
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "100, 100",
        "1e21, 1e+21",
        "0.00001, 1e-05",
        "0.0001, 0.0001",
        "1e20, 100000000000000000000"
    })
    void printsNumbersAsGoDoes(double number, String expected) {
        assertThat(GoText.real(number)).isEqualTo(expected);
    }
}
