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
package io.github.camelseedance.repository;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A task table in memory on which claims take until they are let through. */
public final class SlowTaskRepository extends DelegatingTaskRepository {
    private final CountDownLatch claims = new CountDownLatch(1);

    public SlowTaskRepository() {
        super(new MemoryTaskRepository());
    }

    /** Lets this and all further claims through. */
    public void letThrough() {
        claims.countDown();
    }

    @Override
    public Optional<TaskRow> update(TaskRow row) {
        if (row.state() == RowState.CLAIMED) {
            try {
                claims.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return super.update(row);
    }

    @Override
    public boolean isShared() {
        return true;
    }
}
