// Tables as a terminal shows them: 120 columns, 80 columns, and a part of it by tokens.

export const wideTable = `001-resp.wbxml · 248 bytes · WBXML 1.3 · SyncML 1.2 · no findings
offset  bytes                               | what it says
0x0000  03                                  | WBXML 1.3
0x0001  a4 01                               | public id 0x1201 "-//SYNCML//DTD SyncML 1.2//EN"  24<<7 | 01
0x0003  6a                                  | charset 106 = UTF-8
0x0004  00                                  | string table, 0 bytes
0x0005  6d                                  | SyncML
0x0006  6c                                  |   SyncHdr
0x0007  71 03 31 2e 32 00 01                |     VerDTD "1.2"
0x000e  72 03 44 4d 2f 31 2e 32 00 01       |     VerProto "DM/1.2"
0x0018  65 03 31 00 01                      |     SessionID "1"
0x001d  5b 03 31 00 01                      |     MsgID "1"
0x0022  6e                                  |     Target
0x0023  57 03 44 4d 43 74 65 73 74 00 01    |       LocURI "DMCtest"
0x002e  01                                  |     end of Target
0x002f  67                                  |     Source
0x0030  57 03 68 74 74 70 3a 2f 2f 31 32 37 |       LocURI "http://127.0.0.1:8080/funambol/dm"
        2e 30 2e 30 2e 31 3a 38 30 38 30 2f |
        … 13 more                           |
0x0055  01 01                               |   end of Source, SyncHdr
0x0057  6b                                  |   SyncBody
0x0058  69                                  |     Status answers SyncHdr
0x0059  4b 03 31 00 01                      |       CmdID "1"
0x005e  5c 03 31 00 01                      |       MsgRef "1"
0x0063  4c 03 30 00 01                      |       CmdRef "0"
0x0068  4a 03 53 79 6e 63 48 64 72 00 01    |       Cmd "SyncHdr"
0x0073  49                                  |       Chal
0x0074  5a                                  |         Meta
0x0075  00 01                               |           page 1 MetInf
0x0077  47 03 62 36 34 00 01                |           Format "b64"
0x007e  53 03 73 79 6e 63 6d 6c 3a 61 75 74 |           Type "syncml:auth-md5"
        68 2d 6d 64 35 00 01                |
0x0091  50 03 62 6d 39 75 59 32 55 74 4d 44 |           NextNonce "bm9uY2UtMDAwMQ==" base64 of "nonce-0001", 10 bytes
        41 77 4d 51 3d 3d 00 01             |
0x00a5  01 01                               |       end of Meta, Chal
0x00a7  00 00                               |       page 0 SyncML
0x00a9  4f 03 34 30 31 00 01                |       Data "401" unauthorised
0x00b0  01                                  |     end of Status
0x00b1  69                                  |     Status answers Alert 1
0x00b2  4b 03 32 00 01                      |       CmdID "2"
0x00b7  5c 03 31 00 01                      |       MsgRef "1"
0x00bc  4c 03 31 00 01                      |       CmdRef "1"
0x00c1  4a 03 41 6c 65 72 74 00 01          |       Cmd "Alert"
0x00ca  4f 03 34 30 31 00 01                |       Data "401" unauthorised
0x00d1  01                                  |     end of Status
0x00d2  69                                  |     Status answers Replace 2
0x00d3  4b 03 33 00 01                      |       CmdID "3"
0x00d8  5c 03 31 00 01                      |       MsgRef "1"
0x00dd  4c 03 32 00 01                      |       CmdRef "2"
0x00e2  4a 03 52 65 70 6c 61 63 65 00 01    |       Cmd "Replace"
0x00ed  4f 03 34 30 31 00 01                |       Data "401" unauthorised
0x00f4  01                                  |     end of Status
0x00f5  12                                  |     Final
0x00f6  01 01                               | end of SyncBody, SyncML
`;

export const narrowTable = `001-resp.wbxml · 248 bytes · WBXML 1.3 · SyncML 1.2 · no findings
offset  bytes                   | what it says
0x0000  03                      | WBXML 1.3
0x0001  a4 01                   | public id 0x1201 "-//SYNCML//DTD SyncML 1.2/…
0x0003  6a                      | charset 106 = UTF-8
0x0004  00                      | string table, 0 bytes
0x0005  6d                      | SyncML
0x0006  6c                      |   SyncHdr
0x0007  71 03 31 2e 32 00 01    |     VerDTD "1.2"
0x000e  72 03 44 4d 2f 31 2e 32 |     VerProto "DM/1.2"
        00 01                   |
0x0018  65 03 31 00 01          |     SessionID "1"
0x001d  5b 03 31 00 01          |     MsgID "1"
0x0022  6e                      |     Target
0x0023  57 03 44 4d 43 74 65 73 |       LocURI "DMCtest"
        74 00 01                |
0x002e  01                      |     end of Target
0x002f  67                      |     Source
0x0030  57 03 68 74 74 70 3a 2f |       LocURI "http://127.0.0.1:8080/funambol/
        2f 31 32 37 2e 30 2e 30 |         dm"
        … 21 more               |
0x0055  01 01                   |   end of Source, SyncHdr
0x0057  6b                      |   SyncBody
0x0058  69                      |     Status answers SyncHdr
0x0059  4b 03 31 00 01          |       CmdID "1"
0x005e  5c 03 31 00 01          |       MsgRef "1"
0x0063  4c 03 30 00 01          |       CmdRef "0"
0x0068  4a 03 53 79 6e 63 48 64 |       Cmd "SyncHdr"
        72 00 01                |
0x0073  49                      |       Chal
0x0074  5a                      |         Meta
0x0075  00 01                   |           page 1 MetInf
0x0077  47 03 62 36 34 00 01    |           Format "b64"
0x007e  53 03 73 79 6e 63 6d 6c |           Type "syncml:auth-md5"
        3a 61 75 74 68 2d 6d 64 |
        35 00 01                |
0x0091  50 03 62 6d 39 75 59 32 |           NextNonce "bm9uY2UtMDAwMQ=="
        55 74 4d 44 41 77 4d 51 |
        3d 3d 00 01             |
0x00a5  01 01                   |       end of Meta, Chal
0x00a7  00 00                   |       page 0 SyncML
0x00a9  4f 03 34 30 31 00 01    |       Data "401" unauthorised
0x00b0  01                      |     end of Status
0x00b1  69                      |     Status answers Alert 1
0x00b2  4b 03 32 00 01          |       CmdID "2"
0x00b7  5c 03 31 00 01          |       MsgRef "1"
0x00bc  4c 03 31 00 01          |       CmdRef "1"
0x00c1  4a 03 41 6c 65 72 74 00 |       Cmd "Alert"
        01                      |
0x00ca  4f 03 34 30 31 00 01    |       Data "401" unauthorised
0x00d1  01                      |     end of Status
0x00d2  69                      |     Status answers Replace 2
0x00d3  4b 03 33 00 01          |       CmdID "3"
0x00d8  5c 03 31 00 01          |       MsgRef "1"
0x00dd  4c 03 32 00 01          |       CmdRef "2"
0x00e2  4a 03 52 65 70 6c 61 63 |       Cmd "Replace"
        65 00 01                |
0x00ed  4f 03 34 30 31 00 01    |       Data "401" unauthorised
0x00f4  01                      |     end of Status
0x00f5  12                      |     Final
0x00f6  01 01                   | end of SyncBody, SyncML
`;

export const tokenTable = `001-resp.wbxml · 248 bytes · WBXML 1.3 · SyncML 1.2 · no findings
offset  bytes                               | what it says
        ⋮ 115 bytes before
0x0073  49                                  |       Chal  page 0 token 09, with content
0x0074  5a                                  |         Meta  page 0 token 1a, with content
0x0075  00 01                               |           page 1 MetInf
0x0077  47                                  |           Format  page 1 token 07, with content
0x0078  03 62 36 34 00                      |             "b64"  inline string: 03, UTF-8, 00
0x007d  01                                  |           end of Format
0x007e  53                                  |           Type  page 1 token 13, with content
0x007f  03 73 79 6e 63 6d 6c 3a 61 75 74 68 |             "syncml:auth-md5"  inline string: 03, UTF-8, 00
        2d 6d 64 35 00                      |
0x0090  01                                  |           end of Type
0x0091  50                                  |           NextNonce base64 of "nonce-0001", 10 bytes
0x0092  03 62 6d 39 75 59 32 55 74 4d 44 41 |             "bm9uY2UtMDAwMQ=="  inline string: 03, UTF-8, 00
        77 4d 51 3d 3d 00                   |
0x00a4  01                                  |           end of NextNonce
0x00a5  01                                  |         end of Meta
0x00a6  01                                  |       end of Chal
        ⋮ 81 bytes behind
`;
