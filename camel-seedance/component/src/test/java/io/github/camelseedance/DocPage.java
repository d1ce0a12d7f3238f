/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of documentation, in Markdown or AsciiDoc: its code and its generated parts. */
final class DocPage {
    /** A code block: under which heading, in which language. */
    record Code(String heading, String language, String text) {}

    private static final Pattern HEADING = Pattern.compile("(?:#|=)+ (.+)");
    private static final Pattern FENCE = Pattern.compile("```(\\w*)|\\[source,(\\w+)]");

    /** In either language a comment: {@code NAME:start ARGUMENTS}, the part, {@code NAME:end}. */
    private static final Pattern PART =
            Pattern.compile(
                    "(?s)(?<start>(?:<!--|//) (?<name>[a-z-]+):start(?<arguments>[^\\n]*?)(?: -->)?\\n)"
                            + "(?<body>.*?)(?<end>(?:<!--|//) \\k<name>:end)");

    private final Path file;

    private DocPage(Path file) {
        this.file = file;
    }

    static DocPage readme() {
        return new DocPage(Path.of("..", "..", "README.md"));
    }

    static DocPage componentPage() {
        return new DocPage(Path.of("src", "main", "docs", "seedance-component.adoc"));
    }

    boolean isMarkdown() {
        return file.toString().endsWith(".md");
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The page with its generated parts as they should be.
     *
     * @param generator makes a part from its name and arguments
     */
    String regenerated(UnaryOperator<String> generator) {
        return PART.matcher(text())
                .replaceAll(part -> Matcher.quoteReplacement(regenerated(part, generator)));
    }

    private static String regenerated(MatchResult part, UnaryOperator<String> generator) {
        return part.group(1)
                + generator.apply((part.group(2) + " " + part.group(3)).strip())
                + part.group(5);
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }

    /** The code under one heading in one language; there must be one such block. */
    String code(String heading, String language) {
        List<String> found = codes(heading, language);
        if (found.size() != 1) {
            throw new AssertionError(
                    "%s has %d blocks of %s under '%s', expected 1"
                            .formatted(file, found.size(), language, heading));
        }
        return found.get(0);
    }

    List<String> codes(String heading, String language) {
        return code().stream()
                .filter(code -> code.heading().equals(heading))
                .filter(code -> code.language().equals(language))
                .map(Code::text)
                .toList();
    }

    List<Code> code() {
        List<Code> blocks = new ArrayList<>();
        String heading = "";
        String language = null;
        StringBuilder text = null;
        for (String line : text().split("\n")) {
            Matcher fence = FENCE.matcher(line);
            Matcher title = HEADING.matcher(line);
            boolean limit = line.startsWith("```") || line.equals("----");
            if (text != null && limit) {
                blocks.add(new Code(heading, language, text.toString()));
                text = null;
                language = null;
            } else if (text != null) {
                text.append(line).append('\n');
            } else if (fence.matches()) {
                language = fence.group(1) == null ? fence.group(2) : fence.group(1);
                text = isMarkdown() ? new StringBuilder() : null;
            } else if (limit) {
                text = new StringBuilder();
            } else if (title.matches()) {
                heading = title.group(1);
            }
        }
        return blocks;
    }
}
