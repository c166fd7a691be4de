// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.lint;

import dev.cooper.dockerfile.text.IndentedJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Reports as `build --call=check,format=json` prints them, and BuildKit's `frontend.lint` returns
/// them.
public final class LintJson {
    private LintJson() {}

    /// The report, without a newline at the end.
    public static String of(LintReport report) {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        List<Object> warnings = new ArrayList<>();
        for (LintWarning each : report.warnings()) {
            warnings.add(warning(each));
        }
        json.put("warnings", warnings);
        SequencedMap<String, Object> source = new LinkedHashMap<>();
        source.put("filename", report.fileName());
        source.put("data", IndentedJson.base64(report.text()));
        source.put("language", "Dockerfile");
        json.put("sources", List.of(source));
        LintFailure failure = report.failure();
        if (failure != null) {
            SequencedMap<String, Object> error = new LinkedHashMap<>();
            error.put("message", failure.message());
            error.put("location", IndentedJson.location(failure.ranges()));
            json.put("buildError", error);
        }
        return IndentedJson.of(json);
    }

    private static SequencedMap<String, Object> warning(LintWarning warning) {
        SequencedMap<String, Object> json = new LinkedHashMap<>();
        json.put("ruleName", warning.rule().id());
        json.put("description", warning.rule().description());
        if (!warning.rule().url().isEmpty()) {
            json.put("url", warning.rule().url());
        }
        json.put("detail", warning.detail());
        json.put("location", IndentedJson.location(List.of(warning.range())));
        return json;
    }
}
