/** What `help` prints. */
export const helpText = `Jobweave: one GraphQL API over the job histories of many clouds.

Usage: jobweave [COMMAND] [OPTIONS]

  serve                start the gateway; the default command
    --config FILE      the sources (YAML); without it, an embedded demo
    --port N           listen here instead of the configured port (0: any free one)
    --host H           listen on this address instead of the configured one
    --allow-anonymous  on the demo, with another --host: everybody may see it
    --fault S=FAULT,…  on the demo: source S is down, late, slow, throttled, broken or garbage;
                       several words take turns of 20 s, as in backups=down,well
    --workers N        so many processes that share the port, 1 to 64

  init                 write a configuration to begin with
    --config FILE      where to; jobweave.yaml in this folder, if left out
    --force            write over a file that is there

  check                try the configuration and every source in it
    --config FILE      the file to check; required
    --json             print JSON instead of a table

  health               ask a gateway that runs whether it answers: exit code 0, else 1
    --config, --port, --host  as it was started
    --pid N            as process N was started, in a container 1; instead of these

  schema               print the GraphQL schema
    --federation       as a federation subgraph tells it to composers
    --type-prefix P    with server.federation.typePrefix, e.g. Jobweave

  config-schema        print the JSON Schema of a configuration

  simulate             start the vendor simulators alone
    --backend B        this vendor only
    --port N           listen here; only with --backend (0: any free one)
    --jobs N           how many jobs there are, 1 to 100000
    --origins N        how many origins they hang under, 1 to 10000
    --seed N           the same number gives the same data, 0 to 4294967295
    --latency MS       how long each answer takes, 0 to 60000

  backends             print the kinds of source that there are

  help, --help, -h     print this
  version, --version   print the version
`;
