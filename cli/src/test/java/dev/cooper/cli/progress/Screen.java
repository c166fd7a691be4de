// SPDX-License-Identifier: Apache-2.0
package dev.cooper.cli.progress;

import java.util.ArrayList;
import java.util.List;

/// A terminal's screen in memory: as much of one as the live view needs. It never scrolls.
final class Screen {
    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;

    Screen(int columns) {
        this.columns = columns;
    }

    void show(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == 27) {
                int end = i + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                command(text.substring(i + 2, end), text.charAt(end));
                i = end + 1;
            } else {
                put(c);
                i++;
            }
        }
    }

    private void put(char c) {
        switch (c) {
            case '\n' -> down();
            case '\r' -> {}
            default -> {
                if (rows.get(row).length() == columns) {
                    down();
                }
                rows.get(row).append(c);
            }
        }
    }

    private void down() {
        row++;
        if (row == rows.size()) {
            rows.add(new StringBuilder());
        }
    }

    private void command(String number, char letter) {
        switch (letter) {
            case 'A' -> row -= Integer.parseInt(number);
            case 'J' -> {
                while (rows.size() > row + 1) {
                    rows.removeLast();
                }
                rows.get(row).setLength(0);
            }
            case 'm' -> {}
            default -> throw new IllegalStateException("an unforeseen command: " + letter);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        rows.forEach(each -> lines.add(each.toString()));
        return lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    }
}
