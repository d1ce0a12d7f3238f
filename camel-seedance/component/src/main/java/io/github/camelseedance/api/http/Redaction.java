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
package io.github.camelseedance.api.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text that came from outside fit to be logged or thrown: one line, short, and without what
 * gives a right to anybody who reads it.
 */
public final class Redaction {
    /** Longest text that is passed on, in characters. */
    public static final int MAX_LENGTH = 300;

    private static final String MASK = "***";

    /** Longest text that is looked at: patterns are not run over megabytes. */
    private static final int MAX_SCANNED = 8192;

    private static final Pattern URL =
            Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://[^\\s\"'<>\\\\]+");
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}");

    /** The forms of the service's API keys, upload tokens and session tokens. */
    private static final Pattern TOKEN = Pattern.compile("\\b(sk-|evup_|eyJ)[A-Za-z0-9._-]{6,}");

    /** A callback URL's last step, by which callbacks are told from forged ones. */
    private static final Pattern CALLBACK_TOKEN = Pattern.compile("sdcb_[A-Za-z0-9._%~-]+");

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]");

    private Redaction() {}

    /**
     * A URL without its query string, fragment, user info and callback token: a signed link is a
     * right to what it leads to.
     */
    public static String url(String url) {
        if (url == null) {
            return null;
        }
        int end = url.length();
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
            }
        }
        String plain = end < url.length() ? url.substring(0, end) + "?" + MASK : url;
        int authority = plain.indexOf("://");
        if (authority >= 0) {
            int path = plain.indexOf('/', authority + 3);
            int at = plain.lastIndexOf('@', path < 0 ? plain.length() : path);
            if (at > authority) {
                plain = plain.substring(0, authority + 3) + MASK + plain.substring(at);
            }
        }
        return cut(withoutCallbackTokens(UNPRINTABLE.matcher(plain).replaceAll(" ")));
    }

    /**
     * Text in one line of at most {@value #MAX_LENGTH} characters, without keys, credentials and
     * query strings.
     *
     * @param text or null
     * @param secrets what must not be in it in any form, such as the key in use; nulls are skipped
     */
    public static String text(String text, String... secrets) {
        if (text == null) {
            return null;
        }
        String line = text.length() > MAX_SCANNED ? text.substring(0, MAX_SCANNED) : text;
        for (String secret : secrets) {
            if (secret != null && !secret.isEmpty()) {
                line = line.replace(secret, MASK);
            }
        }
        line = UNPRINTABLE.matcher(line).replaceAll(" ");
        line = URL.matcher(line).replaceAll(link -> Matcher.quoteReplacement(url(link.group())));
        line = CREDENTIALS.matcher(line).replaceAll("$1 " + MASK);
        line = TOKEN.matcher(line).replaceAll("$1" + MASK);
        return cut(withoutCallbackTokens(line).strip());
    }

    private static String withoutCallbackTokens(String line) {
        return CALLBACK_TOKEN.matcher(line).replaceAll("sdcb_" + MASK);
    }

    private static String cut(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 2)) ? 2 : 1;
        return text.substring(0, MAX_LENGTH - end) + "…";
    }
}
