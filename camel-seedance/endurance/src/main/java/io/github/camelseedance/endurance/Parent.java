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
package io.github.camelseedance.endurance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The parent as its {@link Child} sees it: standard input and output, line by line. */
public final class Parent {
    private Parent() {}

    /** Hears the parent's lines from now on, and ends this process at once when it is gone. */
    public static void listen(Consumer<String> listener) {
        Thread thread = new Thread(() -> read(listener), "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(Consumer<String> listener) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                listener.accept(line);
            }
        } catch (IOException e) {
            // A broken pipe and a closed one are the same news.
        } finally {
            Runtime.getRuntime().halt(3);
        }
    }

    /** Says a line; it has left this process when the call returns. */
    public static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
