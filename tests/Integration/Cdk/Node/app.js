// A CDK app: two stacks, one API of each kind, every kind of authorizer, grants between them. `node app.js FOLDER` synthesizes it; the words `urls` and `metadata` behind it add
// the function's own URL, and what CDK says of itself in every stack.
const { App, Stack, CfnOutput, aws_apigateway: rest, aws_apigatewayv2: http, aws_cognito: cognito, aws_iam: iam, aws_lambda: lambda } = require('aws-cdk-lib');
const { HttpLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const { HttpIamAuthorizer, HttpJwtAuthorizer } = require('aws-cdk-lib/aws-apigatewayv2-authorizers');
const path = require('path');

const allow = { principalId: 'partner', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }] } };
const ok = { statusCode: 200, body: 'ok' };

function answering(scope, id, answer) {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.PROVIDED_AL2023,
    handler: 'bootstrap',
    code: lambda.Code.fromAsset(path.join(__dirname, 'function')),
    environment: { ANSWER: JSON.stringify(answer) },
  });
}

class Platform extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.pool = new cognito.UserPool(this, 'Pool', { selfSignUpEnabled: true });
    this.client = this.pool.addClient('Client', { authFlows: { userPassword: true } });
    this.reader = new iam.Role(this, 'Reader', { roleName: 'Reader', assumedBy: new iam.AccountRootPrincipal() });
    this.stranger = new iam.Role(this, 'Stranger', { roleName: 'Stranger', assumedBy: new iam.AccountRootPrincipal() });
    new CfnOutput(this, 'ClientId', { value: this.client.userPoolClientId });
  }
}

class Shop extends Stack {
  constructor(scope, id, platform) {
    super(scope, id);
    const orders = answering(this, 'Orders', ok);

    const api = new rest.RestApi(this, 'Api', { deployOptions: { stageName: 'prod' }, cloudWatchRole: false });
    const signed = api.root.addResource('signed').addMethod('GET', new rest.LambdaIntegration(orders), { authorizationType: rest.AuthorizationType.IAM });
    const users = new rest.CognitoUserPoolsAuthorizer(this, 'Users', { cognitoUserPools: [platform.pool] });
    api.root.addResource('mine').addMethod('GET', new rest.LambdaIntegration(orders), { authorizationType: rest.AuthorizationType.COGNITO, authorizer: users });
    const partners = new rest.TokenAuthorizer(this, 'Partners', { handler: answering(this, 'PartnerCheck', allow) });
    api.root.addResource('partner').addMethod('GET', new rest.LambdaIntegration(orders), { authorizer: partners });
    api.root.addResource('open').addMethod('GET', new rest.LambdaIntegration(orders));

    const web = new http.HttpApi(this, 'Web');
    const integration = new HttpLambdaIntegration('Integration', orders);
    const routes = web.addRoutes({ path: '/web/signed', methods: [http.HttpMethod.GET], integration, authorizer: new HttpIamAuthorizer() });
    const issuer = `https://cognito-idp.${this.region}.amazonaws.com/${platform.pool.userPoolId}`;
    web.addRoutes({
      path: '/web/token', methods: [http.HttpMethod.GET], integration,
      authorizer: new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [platform.client.userPoolClientId] }),
    });

    // Grants of roles that another stack has are policies of this one.
    const reader = iam.Role.fromRoleArn(this, 'ImportedReader', platform.reader.roleArn);
    signed.grantExecute(reader);
    routes[0].grantInvoke(reader);
    if (process.argv.includes('urls')) {
      orders.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM }).grantInvokeUrl(reader);
    }
  }
}

const app = new App({ outdir: process.argv[2] || 'cdk.out', analyticsReporting: process.argv.includes('metadata') });
const platform = new Platform(app, 'Platform');
new Shop(app, 'Shop', platform);
app.synth();
