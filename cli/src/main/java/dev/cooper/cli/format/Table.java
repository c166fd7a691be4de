// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.format;

import java.util.ArrayList;
import java.util.List;

/// Lines whose cells end in tabs, as columns: a column is as wide as its widest cell and three
/// spaces, at least ten. What follows a line's last tab is in no column, and a line without a tab
/// ends the columns above it (the elastic tabs of Go's text/tabwriter).
public final class Table {
    private static final int LEAST = 10;
    private static final int GAP = 3;

    private final List<List<String>> lines = new ArrayList<>();
    private final StringBuilder out;
    private final List<Integer> widths = new ArrayList<>();

    private Table(StringBuilder out) {
        this.out = out;
    }

    /// @param text lines, each with its newline
    public static String align(String text) {
        Table table = new Table(new StringBuilder(text.length() * 2));
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            table.lines.add(cells(text.substring(from, to)));
            from = to + 1;
        }
        table.block(0, table.lines.size());
        return table.out.toString();
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        int from = 0;
        for (int tab; (tab = line.indexOf('\t', from)) >= 0; from = tab + 1) {
            cells.add(line.substring(from, tab));
        }
        cells.add(line.substring(from));
        return cells;
    }

    /// Writes lines, finding the width of the first column that is not known yet wherever
    /// neighboring lines have it.
    private void block(int from, int to) {
        int column = widths.size();
        int written = from;
        for (int i = from; i < to; i++) {
            if (column >= lines.get(i).size() - 1) {
                continue;
            }
            write(written, i);
            int end = i;
            int width = LEAST;
            while (end < to && column < lines.get(end).size() - 1) {
                width = Math.max(width, length(lines.get(end).get(column)) + GAP);
                end++;
            }
            widths.add(width);
            block(i, end);
            widths.removeLast();
            written = end;
            i = end - 1;
        }
        write(written, to);
    }

    private void write(int from, int to) {
        for (int i = from; i < to; i++) {
            List<String> cells = lines.get(i);
            for (int j = 0; j < cells.size(); j++) {
                String cell = cells.get(j);
                out.append(cell);
                if (j < cells.size() - 1) {
                    out.repeat(' ', Math.max(0, widths.get(j) - length(cell)));
                }
            }
            out.append('\n');
        }
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
