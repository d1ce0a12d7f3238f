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

/** Takes out of a text what must not be shown. */
public final class Redaction {
    private static final int MAX_LENGTH = 300;

    private Redaction() {}

    /** A link without its user-info, query and fragment: these may be a bearer's right to it. */
    public static String url(String url) {
        if (url == null) {
            return null;
        }
        return url.replaceFirst("[?#].*$", "").replaceFirst("//[^/]*@", "//");
    }

    /** One short line without control characters and query strings. */
    public static String text(String text, String... secrets) {
        if (text == null) {
            return null;
        }
        String line = text.replaceAll("(//[^\\s\"'<>?#]*)[?#][^\\s\"'<>]*", "$1");
        line = line.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
