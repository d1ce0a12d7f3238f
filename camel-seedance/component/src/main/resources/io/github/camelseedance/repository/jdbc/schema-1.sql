-- Licensed under the Apache License, Version 2.0 (the "License");
-- you may not use this file except in compliance with the License.
-- You may obtain a copy of the License at
--
--     https://www.apache.org/licenses/LICENSE-2.0
--
-- Unless required by applicable law or agreed to in writing, software
-- distributed under the License is distributed on an "AS IS" BASIS,
-- WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
-- See the License for the specific language governing permissions and
-- limitations under the License.

-- The task table, for H2 and PostgreSQL alike. Where it shall have another name, put that for
-- SEEDANCE_TASK. May be run again.
CREATE TABLE IF NOT EXISTS SEEDANCE_TASK (
  idempotency_key VARCHAR(255)             NOT NULL PRIMARY KEY,
  account         VARCHAR(100)             NOT NULL,
  task_group      VARCHAR(100),
  fingerprint     VARCHAR(200)             NOT NULL,
  state           VARCHAR(16)              NOT NULL,
  request         VARCHAR(1000000),
  task_id         VARCHAR(128),
  created_at      TIMESTAMP WITH TIME ZONE NOT NULL,
  first_sent      TIMESTAMP WITH TIME ZONE,
  ambiguous       BOOLEAN                  NOT NULL,
  refusal         VARCHAR(1000000),
  task            VARCHAR(1000000),
  ended_at        TIMESTAMP WITH TIME ZONE,
  owner           VARCHAR(255),
  lease_until     TIMESTAMP WITH TIME ZONE,
  attempts        INTEGER                  NOT NULL,
  next_attempt_at TIMESTAMP WITH TIME ZONE,
  changed_at      TIMESTAMP WITH TIME ZONE NOT NULL,
  version         BIGINT                   NOT NULL
);

-- The row of a task.
CREATE INDEX IF NOT EXISTS SEEDANCE_TASK_task ON SEEDANCE_TASK (task_id, account);

-- What there is to do for a group, page by page.
CREATE INDEX IF NOT EXISTS SEEDANCE_TASK_work ON SEEDANCE_TASK (state, account, task_group, idempotency_key);

-- That the table is complete, in version 1; always null.
ALTER TABLE SEEDANCE_TASK ADD COLUMN IF NOT EXISTS schema_1 BOOLEAN;
