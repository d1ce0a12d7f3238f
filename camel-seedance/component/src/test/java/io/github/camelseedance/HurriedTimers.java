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

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** Timers that ring fifty times too early, so that a test need not wait for what takes minutes. */
final class HurriedTimers extends DefaultThreadPoolFactory {
    static final int HURRY = 50;

    private HurriedTimers() {}

    /** Hurries all of a context, except that the service has as much time to answer as ever. */
    static void hurry(CamelContext context, SeedanceComponent component) {
        context.getExecutorServiceManager().setThreadPoolFactory(new HurriedTimers());
        component.setCreateTimeout(HURRY * component.getCreateTimeout());
        component.setReadTimeout(HURRY * component.getReadTimeout());
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(
            ThreadPoolProfile profile, ThreadFactory threadFactory) {
        return new ScheduledThreadPoolExecutor(profile.getPoolSize(), threadFactory) {
            @Override
            public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
                return super.schedule(command, unit.toNanos(delay) / HURRY, TimeUnit.NANOSECONDS);
            }
        };
    }
}
