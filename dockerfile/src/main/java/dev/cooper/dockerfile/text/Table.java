// SPDX-License-Identifier: Apache-2.0
package dev.cooper.dockerfile.text;

import java.util.ArrayList;
import java.util.List;

/// Columns of text, each as wide as its widest cell and a gap; the last one is not filled up.
public final class Table {
    private final int gap;
    private final List<List<String>> rows = new ArrayList<>();

    /// A table with this many blanks between columns.
    public Table(int gap) {
        this.gap = gap;
    }

    /// Adds a row; all have equally many cells.
    public void row(String... cells) {
        rows.add(List.of(cells));
    }

    /// The rows, a line each.
    public String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size() - 1; i++) {
                text.append(row.get(i)).repeat(' ', width(i) + gap - length(row.get(i)));
            }
            text.append(row.getLast()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
