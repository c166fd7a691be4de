// SPDX-License-Identifier: Apache-2.0
package dev.cooper.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A table as docker prints them: a header, and cells that begin below their column's title.
///
/// @param header the titles
/// @param rows cells without the blanks that fill their column
public record Table(List<String> header, List<List<String>> rows) {
    private static final int GAP = 3;
    private static final int LEAST = 10;
    private static final Pattern TITLE = Pattern.compile("\\S+(?: \\S+)*");

    /// Reads a table, and checks its layout: a column is as wide as its widest cell and three
    /// blanks, at least ten; the last one isn't filled up.
    ///
    /// @throws AssertionError if the layout is another
    public static Table of(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            throw new AssertionError("no table");
        }
        List<String> header = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        Matcher titles = TITLE.matcher(lines.getFirst());
        while (titles.find()) {
            header.add(titles.group());
            starts.add(titles.start());
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < starts.size(); i++) {
                int from = Math.min(starts.get(i), line.length());
                int to = i + 1 < starts.size() ? starts.get(i + 1) : line.length();
                cells.add(line.substring(from, Math.min(to, line.length())).stripTrailing());
            }
            rows.add(List.copyOf(cells));
        }
        Table table = new Table(List.copyOf(header), List.copyOf(rows));
        if (!table.laidOut().equals(text)) {
            throw new AssertionError(
                    "not docker's layout:\n" + text + "\nwhich would be:\n" + table.laidOut());
        }
        return table;
    }

    private String laidOut() {
        List<List<String>> all = new ArrayList<>(rows);
        all.addFirst(header);
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            for (int column = 0; column < row.size(); column++) {
                text.append(row.get(column));
                if (column + 1 < row.size()) {
                    int at = column;
                    int widest =
                            all.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                    int width = Math.max(LEAST, widest + GAP);
                    text.append(" ".repeat(width - row.get(column).length()));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    /// The cells below a title, from top to bottom.
    public List<String> column(String title) {
        int at = header.indexOf(title);
        if (at < 0) {
            throw new AssertionError("no column " + title + " among " + header);
        }
        return rows.stream().map(row -> row.get(at)).toList();
    }
}
