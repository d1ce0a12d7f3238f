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
package io.github.camelseedance.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Runs some nodes against each other in every order of their steps, depth first: each order from
 * the beginning, in a new world. What a node does next may depend on what it sees, so that the
 * orders are found while they run. Only one node runs at any moment.
 */
final class Interleavings {
    /** One run of a race. */
    interface World {
        List<Node> nodes();

        /** Fails unless the race has ended as it must, whatever the order was. */
        void check();
    }

    /** Begins a race anew. */
    interface Start {
        World world(int number);
    }

    /** A step of an order: which of how many was chosen, and its name. */
    private record Choice(int index, int of, String step) {}

    private static final int LONGEST = 500;

    private final ExecutorService threads;
    private final List<Choice> choices = new ArrayList<>();

    Interleavings(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Tries all orders.
     *
     * @return how many there are
     * @throws AssertionError of the first that ends wrongly; it names the order
     */
    int tryAll(Start start) {
        int tried = 0;
        do {
            World world = start.world(tried++);
            try {
                run(world.nodes());
                world.check();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "Order " + tried + ": " + choices.stream().map(Choice::step).toList(), e);
            }
        } while (next());
        return tried;
    }

    private void run(List<Node> nodes) {
        nodes.forEach(node -> node.begin(threads));
        for (int depth = 0; depth < LONGEST; depth++) {
            List<Node> able = nodes.stream().filter(Node::isAtStep).toList();
            if (able.isEmpty()) {
                able = nodes.stream().filter(node -> !node.isDone()).toList();
            }
            if (able.isEmpty()) {
                nodes.forEach(Node::rethrow);
                return;
            }
            int index = depth < choices.size() ? choices.get(depth).index() : 0;
            Node node = able.get(index);
            Choice choice = new Choice(index, able.size(), node.toString());
            if (depth < choices.size()) {
                choices.set(depth, choice);
            } else {
                choices.add(choice);
            }
            node.step();
        }
        throw new AssertionError("It does not end");
    }

    /** The order after this one; false when all were tried. */
    private boolean next() {
        while (!choices.isEmpty()) {
            Choice last = choices.remove(choices.size() - 1);
            if (last.index() + 1 < last.of()) {
                choices.add(new Choice(last.index() + 1, last.of(), null));
                return true;
            }
        }
        return false;
    }

    /** A node: a program that stops before each of its steps until it is let go. */
    static final class Node {
        private final String name;
        private final Runnable program;
        private final Semaphore go = new Semaphore(0);
        private final Semaphore stopped = new Semaphore(0);
        private volatile Thread thread;
        private volatile String at;
        private volatile boolean waits;
        private volatile boolean waited;
        private volatile BooleanSupplier until = () -> false;
        private volatile boolean done;
        private volatile Throwable failure;

        Node(String name, Runnable program) {
            this.name = name;
            this.program = program;
        }

        private void begin(ExecutorService threads) {
            threads.execute(
                    () -> {
                        thread = Thread.currentThread();
                        try {
                            program.run();
                        } catch (RuntimeException | Error e) {
                            failure = e;
                        } finally {
                            thread = null;
                            done = true;
                            stopped.release();
                        }
                    });
            untilStopped();
        }

        /** Called by the program before a step that the others may see. */
        void before(String step) {
            stop(step, false);
        }

        /**
         * Called by the program before it tries again what it could not do. The first time is a
         * step as any other; from then on it goes on only when all others are done or wait too.
         */
        void waitForOthers() {
            stop("waits", waited);
            waited = true;
        }

        /** Called by the program before what comes only after all that the others do. */
        void waitForAllOthers() {
            stop("waits", true);
        }

        /** Called by the program before a step that cannot be before something has happened. */
        void before(String step, BooleanSupplier possible) {
            until = possible;
            stop(step, true);
            until = () -> false;
        }

        private void stop(String step, boolean forOthers) {
            // What prepares or looks at the world from outside is no step.
            if (Thread.currentThread() == thread) {
                at = step;
                waits = forOthers;
                stopped.release();
                go.acquireUninterruptibly();
            }
        }

        private void step() {
            go.release();
            untilStopped();
        }

        private void untilStopped() {
            try {
                if (!stopped.tryAcquire(20, TimeUnit.SECONDS)) {
                    throw new AssertionError(this + " hangs");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private boolean isAtStep() {
            return !done && (!waits || until.getAsBoolean());
        }

        private boolean isDone() {
            return done;
        }

        private void rethrow() {
            if (failure != null) {
                throw new AssertionError(name + " failed", failure);
            }
        }

        @Override
        public String toString() {
            return name + ":" + at;
        }
    }
}
