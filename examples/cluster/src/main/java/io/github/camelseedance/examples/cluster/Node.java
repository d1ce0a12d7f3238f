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
package io.github.camelseedance.examples.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.camel.main.Main;

/**
 * One node of the cluster: a plain Camel application. Its settings are in {@code
 * application.properties}, its routes in {@code routes/cluster.camel.yaml}.
 */
public final class Node {

    private Node() {}

    /**
     * Runs until standard input ends, as it does when the program that started it stops or dies.
     */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addConfiguration(NodeBeans.class);
        main.bind("nodeEvents", new NodeEvents(System.out));
        Thread watch = new Thread(() -> stopWithInput(main), "stop-with-input");
        watch.setDaemon(true);
        watch.start();
        main.run(args);
    }

    private static void stopWithInput(Main main) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            main.completed();
        }
    }
}
